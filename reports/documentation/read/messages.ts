import type { Envelope } from '@cucumber/messages';
import { createReadStream } from 'node:fs';
import { linesOf } from '../../files/lines';
import { BadInput } from './bad-input';

const KINDS: readonly string[] = [
  ...['attachment', 'externalAttachment', 'gherkinDocument', 'hook', 'meta', 'parameterType', 'parseError'],
  ...['pickle', 'source', 'stepDefinition', 'suggestion', 'testCase', 'testCaseFinished', 'testCaseStarted'],
  ...['testRunFinished', 'testRunHookFinished', 'testRunHookStarted', 'testRunStarted', 'testStepFinished'],
  ...['testStepStarted', 'undefinedParameterType'],
];

/** Where a message was read. */
export interface Read {
  envelope: Envelope;
  /** `path:line` */
  place: string;
}

/**
 * Cucumber's messages from a file, one a line, as they are: whoever takes them redacts them.
 * @throws BadInput naming the line that is none.
 */
export async function* messagesIn(path: string, takesSome = false): AsyncGenerator<Read> {
  let line = 0;
  for await (const text of linesOf(createReadStream(path, 'utf8'))) {
    line += 1;
    if (text.trim() === '') continue;
    const place = `${path}:${line}`;
    yield { envelope: envelopeOf(text, place), place };
  }
  // A run that never began leaves an empty file beside its summary; alone, an empty file says nothing.
  if (line === 0 && takesSome)
    throw new BadInput(`${path} is empty; it takes Cucumber's messages, one a line (--format message:FILE).`);
}

function envelopeOf(text: string, place: string): Envelope {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new BadInput(
      `${place} is not JSON; it takes Cucumber's messages, one a line (--format message:FILE).`,
    );
  }
  const kinds = typeof json === 'object' && json !== null ? Object.keys(json) : [];
  const [kind] = kinds;
  if (kind === undefined || kinds.length !== 1 || !KINDS.includes(kind))
    throw new BadInput(
      `${place} is no message of Cucumber's; it takes what cucumber-js 13 writes with --format message:FILE.`,
    );
  return json as Envelope;
}

/** Lets a reader take a message; one that is not as Cucumber writes them is told by its place. @throws BadInput */
export function taking(place: string, take: () => void): void {
  try {
    take();
  } catch (cause) {
    if (cause instanceof BadInput) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BadInput(`${place} is not as Cucumber 13 writes its messages (${why}).`, { cause });
  }
}

import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator, type Pickle } from '@cucumber/messages';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a proof rests on, in a form that changes when the thing does. */

/** SHA-256 of a file's content, in hexadecimal; undefined where there is none. */
export function fileFingerprint(path: string): string | undefined {
  return existsSync(path) ? sha256(readFileSync(path)) : undefined;
}

/** `<journey> / <title as reports show it>` -> a fingerprint of its tags and steps, wherever they stand in the file. */
export function scenarioFingerprints(root: string): Map<string, string> {
  const files = globSync('features/**/*.feature', { cwd: root }).sort();
  return new Map(
    files.flatMap((file) => picklesIn(join(root, file)).map((pickle) => [nameOf(pickle), of(pickle)])),
  );
}

/** A feature that cannot be read has no scenarios, and the proofs that rest on them are stale. */
function picklesIn(file: string): readonly Pickle[] {
  const newId = IdGenerator.incrementing();
  try {
    const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher());
    return compile(parser.parse(readFileSync(file, 'utf8')), file, newId);
  } catch {
    return [];
  }
}

function nameOf({ name, tags }: Pickle): string {
  const journey = tags.find((tag) => tag.name.startsWith('@journey:'))?.name.slice('@journey:'.length) ?? '';
  return `${journey} / ${name}`;
}

function of({ tags, steps }: Pickle): string {
  const names = tags.map(({ name }) => name).sort();
  return sha256(JSON.stringify([names, steps.map(({ text, argument }) => [text, argument ?? null])]));
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../../../requirements/catalogue';
import { EvidenceFolder, isEvidence } from '../../files/evidence';
import { FILES } from '../../files/output-directory';
import { readProof } from '../../proof';
import { redactEnvelope } from '../../redaction/envelope';
import { Journal } from '../../run/journal';
import type { UnreadFeatures } from '../../run/unread-features';
import { summarise, type Result } from '../../summarise';
import { summarySchema, type Summary } from '../../summary-schema';
import { RunDocumentation } from '../run-documentation';
import { BadInput } from './bad-input';
import { messagesIn, taking } from './messages';
import { runFileOf } from './run-file-of';

/** What a run left in a folder, read again. */
export interface ReadRun {
  directory: string;
  documentation: RunDocumentation;
  result: Result;
}

/** @throws BadInput where the folder holds no results, or others than this version writes. */
export function summaryIn(directory: string): Summary {
  const path = join(directory, FILES.summary);
  if (!existsSync(path) || !existsSync(join(directory, FILES.messages)))
    throw new BadInput(
      `${directory} holds no results of a run (${FILES.messages}, ${FILES.summary}); npm run acceptance leaves them in reports/output.`,
    );
  try {
    const read = summarySchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw new BadInput(
      `${path} is not as this version writes it (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}); run the suite again.`,
    );
  } catch (cause) {
    if (cause instanceof BadInput) throw cause;
    throw new BadInput(`${path} is not JSON; run the suite again.`, { cause });
  }
}

/**
 * Reads a run again. The figures are those that the run told: what has become of their proof since then is another
 * question.
 * @param keepsEvidence whether pictures that are missing beside the messages are written there again.
 */
export async function readRun(directory: string, keepsEvidence: boolean): Promise<ReadRun> {
  const summary = summaryIn(directory);
  const journal = new Journal();
  const documentation = new RunDocumentation();
  const evidence = new EvidenceFolder(join(directory, FILES.evidence));
  for await (const { envelope: received, place } of messagesIn(join(directory, FILES.messages)))
    taking(place, () => {
      const envelope = redactEnvelope(received);
      journal.update(envelope);
      const { attachment } = envelope;
      const journey = journal.scenarioOf(attachment?.testCaseStartedId)?.journey ?? 'run';
      const file =
        attachment && isEvidence(attachment)
          ? keepsEvidence
            ? evidence.take(attachment, journey)
            : evidence.nameFor(attachment, journey)
          : undefined;
      documentation.take(envelope, file);
    });
  const startedAt = Date.parse(summary.run.started_at);
  const result = summarise(journal, {
    catalogue: loadCatalogue(),
    proof: readProof(),
    file: runFileOf(summary),
    openedAt: startedAt,
    now: startedAt + summary.run.duration_ms,
    unread: leftOutOf(summary),
  });
  return { directory, documentation, result: { ...result, summary } };
}

/** What the run was not given, as it told it itself: the features that lie here now may be others. */
function leftOutOf({ journeys, requirements }: Summary): UnreadFeatures {
  const isLeftOut = (one: { status: string; scenarios: number }): boolean =>
    one.status === 'unverified' && one.scenarios === 0;
  return {
    journeys: new Set(journeys.filter(isLeftOut).map(({ id }) => id)),
    claims: new Set(
      requirements
        .filter(
          ({ status, scenarios, journey }) =>
            journey !== null && isLeftOut({ status, scenarios: scenarios.length }),
        )
        .map(({ id }) => id),
    ),
  };
}

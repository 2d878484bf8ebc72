import { resolve } from 'node:path';
import type { Envelope } from '@cucumber/messages';
import { messagesIn, taking } from '../../reports/documentation/read/messages';
import { summaryIn } from '../../reports/documentation/read/results';
import { runFileOf } from '../../reports/documentation/read/run-file-of';
import { checkShards, ShardMerger, type Shard } from '../../reports/documentation/read/shards';
import { FILES } from '../../reports/files/output-directory';
import { readProof, type Proof } from '../../reports/proof';
import { Recorder } from '../../reports/recorder';
import { runFileSchema, type RunFile } from '../../reports/run/run-file';
import { loadCatalogue } from '../../requirements/catalogue';

/**
 * Takes messages of a run that is over as if it ran now, and leaves the same results as any run.
 * @returns the exit code that the run would have had.
 */
class Replay {
  private readonly recorder: Recorder;

  constructor(
    to: string,
    file: RunFile,
    more: { project?: string; proof?: Proof; now: () => number; write: (text: string) => void },
  ) {
    this.recorder = new Recorder({
      directory: resolve(to),
      catalogue: loadCatalogue(),
      proof: more.proof ?? readProof(),
      runFile: () => file,
      stream: process.stdout,
      // No line for each scenario: they are over.
      env: { ...process.env, CI: undefined },
      documents: true,
      now: more.now,
      write: more.write,
      ...(more.project === undefined ? {} : { project: more.project }),
    });
  }

  take(envelope: Envelope, place: string): void {
    taking(place, () => this.recorder.take(envelope));
  }

  close(): Promise<number> {
    return this.recorder.close();
  }
}

/** Cucumber's messages alone: what they do not tell (target, commit, platform) stays unsaid. */
export async function replayMessages(file: string, to: string): Promise<void> {
  let last = Date.now();
  const replay = new Replay(to, runFileSchema.parse({}), { now: () => last, write: () => undefined });
  for await (const { envelope, place } of messagesIn(file, true)) {
    const { timestamp } = envelope.testRunStarted ?? envelope.testRunFinished ?? {};
    if (timestamp) last = timestamp.seconds * 1000 + timestamp.nanos / 1e6;
    replay.take(envelope, place);
  }
  await replay.close();
}

/** @throws BadInput where the folders are not the shards of one run. @returns its exit code */
export async function mergeShards(
  directories: readonly string[],
  to: string,
  around: { project: string; proof?: Proof },
): Promise<number> {
  const shards = directories.map((directory): Shard => ({ directory, summary: summaryIn(directory) }));
  checkShards(shards);
  const summaries = shards.map(({ summary }) => summary) as [Shard['summary'], ...Shard['summary'][]];
  const file = runFileOf(...summaries);
  const ended = Math.max(...summaries.map(({ run }) => Date.parse(run.started_at) + run.duration_ms));
  const replay = new Replay(to, file, {
    ...around,
    now: () => ended,
    write: (text) => void process.stdout.write(text),
  });
  const merger = new ShardMerger();
  for (const { directory } of shards) {
    merger.begin(directory);
    for await (const { envelope, place } of messagesIn(resolve(directory, FILES.messages)))
      for (const one of merger.take(envelope)) replay.take(one, place);
  }
  for (const one of merger.end()) replay.take(one, 'the end of the shards');
  return await replay.close();
}

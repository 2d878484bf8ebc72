import { runFileSchema, type RunFile } from '../../run/run-file';
import type { Summary } from '../../summary-schema';

const FIRST_START = 'platform start, first time';

/** The run's circumstances, out of what it told of itself: for whoever reads or merges its results later. */
export function runFileOf(...summaries: readonly [Summary, ...Summary[]]): RunFile {
  const [{ run, platform }] = summaries;
  const failure = summaries.map((one) => one.run.failure).find((told) => told !== undefined);
  const isFirst = summaries.some(({ measures }) => measures.some(({ name }) => name === FIRST_START));
  return runFileSchema.parse({
    run_id: run.id,
    started_at: summaries.map((one) => one.run.started_at).sort()[0],
    target: run.target,
    seed: run.seed,
    workers: summaries.reduce((sum, one) => sum + one.run.workers, 0),
    node: run.node,
    commit: run.commit,
    platform: {
      ready_ms: platform.ready_ms,
      prepared: isFirst ? [FIRST_START] : [],
      instances: summaries.reduce((sum, one) => sum + one.platform.instances, 0),
      services: platform.services,
    },
    failure: failure ?? null,
    leaks: Object.fromEntries(
      // What single scenarios left behind is in their messages.
      (['sockets', 'processes', 'files'] as const).flatMap((kind) => {
        const counts = summaries.flatMap(({ leaks }) => leaks[kind] ?? []);
        return counts.length === 0 ? [] : [[kind, counts.reduce((sum, count) => sum + count, 0)]];
      }),
    ),
    traffic: trafficOf(summaries),
  });
}

function trafficOf(summaries: readonly Summary[]): { exchanges: unknown[] } | null {
  const exchanges = summaries.flatMap(({ real_share: { exchanges: all, peers } }) => {
    const ours = new Set(peers.flatMap(({ peer, kind }) => (kind === 'ours' ? peer : [])));
    return all
      .filter(({ by }) => by === 'services')
      .map(({ peer, kind, real, count }) => ({
        peer,
        kind,
        real: real || ours.has(peer),
        count,
        of: 'services',
      }));
  });
  return exchanges.length === 0 ? null : { exchanges };
}

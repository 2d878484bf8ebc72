import type { Claim } from './verdict';

/** One kill, and what became of what was being written. */
export interface Kill {
  readonly number: number;
  readonly part: 'auth' | 'backend';
  /** After the writing began. */
  readonly afterMs: number;
  /** From the service's return until both databases had the same; undefined where they never did. */
  readonly agreedMs: number | undefined;
  readonly acknowledged: number;
  readonly interrupted: number;
  /** What was lost, doubled or halved. */
  readonly faults: readonly string[];
}

export interface Killed {
  readonly kills: readonly Kill[];
  readonly breaches: readonly string[];
}

/** From a service's return until both databases agree. */
const AGREE_WITHIN_MS = 5_000;

/** Each claim with the figures that it stands on. */
export function claimsOfKills({ kills, breaches }: Killed): Claim[] {
  const of = (part: Kill['part']) => kills.filter((kill) => kill.part === part).length;
  const total = (count: (kill: Kill) => number) => kills.reduce((sum, kill) => sum + count(kill), 0);
  const idle = kills.filter(({ interrupted }) => interrupted === 0);
  const late = kills.filter(({ agreedMs }) => agreedMs === undefined || agreedMs > AGREE_WITHIN_MS);
  const slowest = Math.max(0, ...kills.map(({ agreedMs }) => agreedMs ?? Infinity));
  const faults = kills.flatMap((kill) =>
    kill.faults.map((fault) => `kill ${kill.number}, ${kill.part}: ${fault}`),
  );
  const told = (list: readonly string[]) => (list.length === 0 ? '' : `: ${list.slice(0, 3).join('; ')}`);
  return [
    {
      words:
        `${kills.length} kills, ${of('auth')} of auth and ${of('backend')} of the backend, ` +
        `interrupted ${total(({ interrupted }) => interrupted)} writes; ${idle.length} kills hit nobody`,
      holds: kills.length > 0 && idle.length * 2 < kills.length,
    },
    {
      words:
        `both databases agree within ${seconds(AGREE_WITHIN_MS)} of each return, at the latest after ${seconds(slowest)}` +
        told(late.map(({ number, part }) => `not after kill ${number} of ${part}`)),
      holds: kills.length > 0 && late.length === 0,
    },
    {
      words: `of ${total(({ acknowledged }) => acknowledged)} confirmed writes none is lost, and nothing is doubled${told(faults)}`,
      holds: total(({ acknowledged }) => acknowledged) > 0 && faults.length === 0,
    },
    {
      words: `no event breaks the message contract${told(breaches)}`,
      holds: breaches.length === 0,
    },
  ];
}

function seconds(ms: number): string {
  if (!Number.isFinite(ms)) return 'an eternity';
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

import { grouped } from './grouped';
import type { Facts } from './run/facts';
import type { Traffic } from './run/run-file';

export type Observed = Facts['exchanges'][number];

/** `ours`: neither a stand-in for another company nor the thing that a customer would run in that place. */
export type PeerKind = 'real' | 'stand_in' | 'ours';

export interface Exchange extends Observed {
  /** Who asked: the suite in its scenarios, or the services among themselves. */
  by: 'suite' | 'services';
}

export interface Peer {
  peer: string;
  exchanges: number;
  kind: PeerKind;
  /** Why a peer is ours. */
  why: string | null;
}

/** How much of what travelled between processes went to the real thing. */
export interface RealShare {
  /** `real`: whether they count as such. */
  exchanges: Exchange[];
  peers: Peer[];
  real: number;
  stand_in: number;
  ours: number;
  /** Real to all, 0 to 1; null if nothing was observed. */
  ratio: number | null;
}

/** What the suite itself exchanged, and what is known of the services from outside them. */
export interface Sightings {
  suite: readonly Observed[];
  /** What the suite asked besides, for its clean-up: no evidence of anything, but in the engines' own counts. */
  looks?: readonly Observed[];
  /** null: the platform was started elsewhere, and what its services exchange cannot be seen. */
  traffic?: Traffic | null;
}

/** The least share of real exchanges in a whole run against a platform that the suite started. */
export const LEAST_REAL = 0.8;

/** On a platform of our own; elsewhere `analytics` may be any ClickHouse. */
const OURS: Readonly<Record<string, string>> = {
  analytics: "the engine in it is ClickHouse's own (chDB); the HTTP layer in front of it is ours",
  platform: "the launcher's control interface, with which the suite stops, starts and reads logs",
};

export function realShareOf({ suite, looks = [], traffic = null }: Sightings): RealShare {
  const kindOf = ({ peer, real }: Observed): PeerKind => {
    if (!real) return 'stand_in';
    return traffic && peer in OURS ? 'ours' : 'real';
  };
  const all: Exchange[] = [
    ...suite.map((one) => ({ ...one, by: 'suite' as const })),
    ...amongServices(traffic, [...suite, ...looks]).map((one) => ({ ...one, by: 'services' as const })),
  ];
  const exchanges = added(all, ({ peer, kind, real, by }) => JSON.stringify([peer, kind, real, by]));
  const peers = added(all, ({ peer, real }) => JSON.stringify([peer, real])).map((one): Peer => {
    const kind = kindOf(one);
    return {
      peer: one.peer,
      exchanges: one.count,
      kind,
      why: kind === 'ours' ? (OURS[one.peer] ?? null) : null,
    };
  });
  const sumOf = (wanted: PeerKind): number =>
    peers.filter(({ kind }) => kind === wanted).reduce((sum, peer) => sum + peer.exchanges, 0);
  const [real, standIn, ours] = [sumOf('real'), sumOf('stand_in'), sumOf('ours')];
  const whole = real + standIn + ours;
  return {
    exchanges: exchanges.map((one) => ({ ...one, real: kindOf(one) === 'real' })),
    peers,
    real,
    stand_in: standIn,
    ours,
    ratio: whole === 0 ? null : Math.round((real / whole) * 10_000) / 10_000,
  };
}

/** Why a whole run is no good whose exchanges were mostly with stand-ins; null where it is, or nobody could look. */
export function shortfallOf({ ratio, peers }: RealShare): string | null {
  if (ratio === null || ratio >= LEAST_REAL) return null;
  const least = `${Math.round(LEAST_REAL * 100)} %`;
  const others = peers
    .filter(({ kind }) => kind !== 'real')
    .map(({ peer, exchanges }) => `${exchanges} with ${peer}`);
  return `Only ${(ratio * 100).toFixed(1)} % of what travelled between processes went to the real thing, not the ${least} that it takes: ${others.join(', ')}.`;
}

/** An engine's own count is everybody's; what the suite asked of it is taken off, so that nothing counts twice. */
function amongServices(traffic: Traffic | null, asked: readonly Observed[]): Observed[] {
  return (traffic?.exchanges ?? []).flatMap(({ of, ...seen }) => {
    const own = asked.filter(({ peer, kind }) => peer === seen.peer && kind === seen.kind);
    const count = of === 'services' ? seen.count : seen.count - own.reduce((sum, one) => sum + one.count, 0);
    return count > 0 ? [{ ...seen, count }] : [];
  });
}

function added(exchanges: readonly Exchange[], keyOf: (one: Exchange) => string): Exchange[] {
  return [...grouped(exchanges, keyOf).values()]
    .map((group) => ({ ...(group[0] as Exchange), count: group.reduce((sum, { count }) => sum + count, 0) }))
    .sort((a, b) => a.peer.localeCompare(b.peer) || a.kind.localeCompare(b.kind) || a.by.localeCompare(b.by));
}

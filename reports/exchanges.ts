import { grouped } from './grouped';
import type { Facts } from './run/facts';

export type Exchange = Facts['exchanges'][number];

/** How much of what travelled between processes went to the real thing. */
export interface RealShare {
  exchanges: Exchange[];
  real: number;
  stand_in: number;
  /** Real to all, 0 to 1; null if nothing was observed. */
  ratio: number | null;
}

export function realShareOf(observed: readonly Exchange[]): RealShare {
  const byPeer = grouped(observed, ({ peer, kind, real }) => JSON.stringify([peer, kind, real]));
  const exchanges = [...byPeer.values()]
    .map((group) => ({ ...(group[0] as Exchange), count: group.reduce((sum, { count }) => sum + count, 0) }))
    .sort((a, b) => a.peer.localeCompare(b.peer) || a.kind.localeCompare(b.kind));
  const countOf = (real: boolean): number =>
    exchanges.filter((exchange) => exchange.real === real).reduce((sum, { count }) => sum + count, 0);
  const [real, standIn] = [countOf(true), countOf(false)];
  const all = real + standIn;
  return {
    exchanges,
    real,
    stand_in: standIn,
    ratio: all === 0 ? null : Math.round((real / all) * 10_000) / 10_000,
  };
}

import type { Pickle } from '@cucumber/messages';
import axios from 'axios';
import type { Control } from './targets/platform-under-test';
import { launcherInstance, type LauncherInstance } from './targets/launcher-instance';

/** A platform instance that one scenario has to itself. */
export interface Lease {
  readonly id: string;
  /** How long it took to get; not part of the scenario's own time. */
  readonly ms: number;
  readonly instance: LauncherInstance;
  giveBack(): Promise<void>;
}

const LEASE_DEADLINE_MS = 30_000;

/** Scenarios that break a platform of their own load the machine as well: few at a time, so that others keep their pace. */
export const DISTURBING = '@platform:disposable';
/** They wait most of their time: one at a time they would be what the whole run waits for. */
export const DISTURBING_AT_ONCE = 2;

/** Scenarios that only want another kind of platform have one between them. */
const COMMON = ['@platform:short-lived-tokens', '@platform:tight-limits'];

/**
 * How many instances of each profile a run has at most in use at once.
 * @param tags of each scenario that will run
 */
export function poolFor(tags: readonly (readonly string[])[], workers: number): Record<string, number> {
  const pool: Record<string, number> = {};
  for (const tag of tags.flat().filter((name) => name.startsWith('@platform:'))) {
    const atOnce = mostAtOnce(tag, workers);
    const profile = tag.slice('@platform:'.length);
    pool[profile] = Math.min((pool[profile] ?? 0) + 1, atOnce);
  }
  return pool;
}

function mostAtOnce(tag: string, workers: number): number {
  if (COMMON.includes(tag)) return 1;
  return tag === DISTURBING ? Math.min(DISTURBING_AT_ONCE, workers) : workers;
}

/**
 * Scenarios that take turns go first, in the order they have among themselves: left to the end, they would keep one
 * worker busy and all others waiting.
 */
export function turnTakersFirst<T extends { readonly pickle: Pickle }>(scenarios: readonly T[]): T[] {
  const takesTurns = ({ pickle }: T) => pickle.tags.some(({ name }) => name === DISTURBING);
  return [...scenarios.filter(takesTurns), ...scenarios.filter((scenario) => !takesTurns(scenario))];
}

/** @throws when the launcher cannot provide an instance of that profile. */
export async function leaseInstance(control: Control, profile: string): Promise<Lease> {
  const headers = { authorization: `Bearer ${control.token}` };
  const request = { headers, timeout: LEASE_DEADLINE_MS, proxy: false as const };
  const startedAt = performance.now();
  const { status, data } = await axios.post<{ lease_id: string; instance: unknown; detail?: string }>(
    `${control.url}/leases`,
    { profile },
    { ...request, validateStatus: () => true },
  );
  if (status !== 201)
    throw new Error(
      `No ${profile} platform could be had: ${data.detail ?? `the launcher answered ${status}`}`,
    );
  return {
    id: data.lease_id,
    ms: Math.round(performance.now() - startedAt),
    instance: launcherInstance.parse(data.instance),
    giveBack: async () => {
      await axios.delete(`${control.url}/leases/${data.lease_id}`, request);
    },
  };
}

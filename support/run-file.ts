import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive } from './alive';
import type { PlatformUnderTest } from './targets/platform-under-test';

/**
 * What the coordinator tells the workers and the run's recorder. It holds the platform's secrets,
 * so it lies outside the reports, is readable by its owner alone, and is removed when the run ends.
 */
export interface RunFacts {
  run_id: string;
  started_at: string;
  target: string;
  seed: string;
  workers: number;
  node: string;
  commit: string;
  platform: {
    ready_ms?: number;
    /** What this start made for all later ones (the first run on a machine); empty on a warm start. */
    prepared: string[];
    instances: number;
    services: { name: string; source: string; version: string; ready_ms: number | null }[];
  };
  /** Every type of event that the message contract has. */
  event_types: readonly string[];
  capabilities: string[];
  lacking: Partial<Record<string, string>>;
  /** Why the platform never came up, in one sentence. */
  failure?: string;
  /** What the process will return, where that is decided outside the scenarios. */
  exit_code?: number;
  /** What was still there after everything had been stopped. */
  leaks?: { sockets: number; processes?: number; files?: number };
  /** What the services exchanged among themselves (reports/run/run-file.ts); absent for a platform started elsewhere. */
  traffic?: {
    exchanges: {
      peer: string;
      kind: 'http' | 'websocket' | 'sql' | 'redis' | 'smtp';
      real: boolean;
      count: number;
      of: 'services' | 'everybody';
    }[];
    complaint?: string;
  };
  under_test?: PlatformUnderTest;
  /** Where workers reach the run's browser; absent where no selected scenario needs one. */
  browser?: { ws_endpoint: string };
}

const VARIABLE = 'ACCEPTANCE_RUN_FILE';

export function publishRunFile(file: string, facts: RunFacts): void {
  mkdirSync(dirname(file), { recursive: true });
  writeRunFile(file, facts);
  process.env[VARIABLE] = file;
}

/** Whole or not at all: a worker never reads half a file. */
export function writeRunFile(file: string, facts: RunFacts): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, JSON.stringify(facts, null, 2), { mode: 0o600 });
  renameSync(draft, file);
}

export function removeRunFile(file: string): void {
  rmSync(dirname(file), { recursive: true, force: true });
}

/** Removes what runs that were killed have left: their files hold secrets of platforms that are gone. */
export function sweepRunFiles(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (isAlive(Number(name.split('-')[0]))) continue;
    // The browser of a run that was killed just now may still be taking its own folder away.
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The facts of the run that this worker belongs to. @throws when no coordinator published any. */
export function readRunFacts(): RunFacts {
  const file = process.env[VARIABLE];
  if (!file)
    throw new Error(
      `No platform was brought up: ${VARIABLE} is not set. Start the suite with npm run acceptance.`,
    );
  return JSON.parse(readFileSync(file, 'utf8')) as RunFacts;
}

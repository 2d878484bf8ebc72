import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { exchange } from './facts';

/** What is known of a run from outside Cucumber's messages; written by whoever starts the platform. */

const service = z.object({
  name: z.string(),
  source: z.string().nullish().default(null),
  version: z.string().nullish().default(null),
  ready_ms: z.number().nonnegative().nullish().default(null),
});

/** How many outlived the run, or what they are. Left out: nobody looked. */
const leftover = z.union([
  z.number().int().nonnegative(),
  z.array(z.unknown()).transform((items) => items.length),
]);

const leaks = z
  .object({ rows: leftover, keys: leftover, sockets: leftover, processes: leftover, files: leftover })
  .partial();

/** What was seen of the services from outside, at the end of the run. */
const traffic = z.object({
  exchanges: z.array(
    /** `everybody`: an engine's own count, with what the suite asked of it. */
    exchange.extend({ of: z.enum(['services', 'everybody']) }),
  ),
  /** What could not be seen, in one sentence. */
  complaint: z.string().nullish().default(null),
});

export type Traffic = z.infer<typeof traffic>;

export const runFileSchema = z.object({
  run_id: z.string().optional(),
  started_at: z.iso.datetime({ offset: true }).optional(),
  target: z.string().nullish().default(null),
  seed: z.union([z.string(), z.number()]).nullish().default(null),
  workers: z.number().int().nonnegative().optional(),
  node: z.string().optional(),
  commit: z.string().nullish().default(null),
  platform: z
    .object({
      ready_ms: z.number().nonnegative().nullish().default(null),
      /** What this start made for all later ones; such a start says nothing about the platform's own. */
      prepared: z.array(z.string()).default([]),
      instances: z.number().int().nonnegative().default(0),
      services: z.array(service).default([]),
    })
    .optional(),
  /** Every type of event that the suite's copy of the message contract has. */
  event_types: z.array(z.string()).default([]),
  capabilities: z.array(z.string()).default([]),
  /** Capability -> why the target lacks it, in one sentence. */
  lacking: z.record(z.string(), z.string()).default({}),
  /** One sentence: why the platform never came up, or what went wrong around the scenarios. */
  failure: z.string().min(1).nullish().default(null),
  /** What the process will return, where whoever started the run knows better than its scenarios. */
  exit_code: z.number().int().positive().optional(),
  leaks: leaks.nullish().default(null),
  /** null: the platform was started elsewhere. */
  traffic: traffic.nullish().default(null),
});

export type RunFile = z.infer<typeof runFileSchema>;

/**
 * @param path undefined: no such file was announced; the run stands on its messages alone.
 * A file that was announced and cannot be read is a failure of the run, told in one sentence.
 */
export function readRunFile(path: string | undefined): RunFile {
  if (!path) return runFileSchema.parse({});
  try {
    const parsed = runFileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    return unreadable(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as agreed'}`);
  } catch (error) {
    return unreadable((error as Error).message);
  }
}

function unreadable(why: string): RunFile {
  return runFileSchema.parse({ failure: `The file with the run's circumstances cannot be read (${why}).` });
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fileFingerprint, scenarioFingerprints } from './fingerprints';

/** Which seeded defects were caught by the scenarios that claim a requirement, as long as that still holds. */
export interface Proof {
  /** Ids of the defects whose proof is fresh; empty: passed, but nobody knows whether it could fail. */
  defectsOf(requirement: string): string[];
  /** One sentence if the proof could not be used. */
  complaint: string | null;
  /** Everything that was proved, also what has become stale. */
  records: readonly ProofRecord[];
}

/** What is known of one seeded defect. */
export interface ProofRecord {
  defect: string;
  kind: 'patch' | 'setting' | 'network' | null;
  requirements: readonly string[];
  caught: boolean;
  /** What the proof rests on is what it was. */
  fresh: boolean;
  /** The scenarios that went red, as `<journey> / <title>`. */
  red: readonly string[];
}

export const PROOF_FILE = join(__dirname, '..', 'defects', 'proof.lock.json');

const lockSchema = z.object({
  entries: z.array(
    z.object({
      defect: z.string(),
      /** Where the fault is; entries from before it was noted have none. */
      kind: z.enum(['patch', 'setting', 'network']).optional(),
      requirements: z.array(z.string()),
      caught: z.boolean(),
      /** What the proof rests on: path from the project's root -> SHA-256 of the content, in hexadecimal. */
      files: z.record(z.string(), z.string()),
      /** The scenarios that went red: `<journey> / <title>` -> their fingerprint. */
      scenarios: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

export type ProofLock = z.infer<typeof lockSchema>;

/** An entry counts while every file it rests on is what it was; one that rests on nothing never counts. */
export function readProof(file: string = PROOF_FILE, root: string = join(__dirname, '..')): Proof {
  if (!existsSync(file)) return noProof(null);
  const lock = parsed(file);
  if (!lock) return noProof(`${file} is not a proof that can be read, so nothing counts as proven.`);
  const told = lock.entries.length > 0 ? scenarioFingerprints(root) : new Map<string, string>();
  const records = lock.entries.map((entry): ProofRecord => {
    const { defect, kind = null, requirements, caught, scenarios } = entry;
    const fresh =
      Object.keys(entry.files).length > 0 &&
      Object.entries(entry.files).every(([path, hash]) => fileFingerprint(join(root, path)) === hash) &&
      Object.entries(scenarios).every(([name, hash]) => told.get(name) === hash);
    return { defect, kind, requirements, caught, fresh, red: Object.keys(scenarios) };
  });
  const counting = records.filter(({ caught, fresh }) => caught && fresh);
  return {
    complaint: null,
    records,
    defectsOf: (requirement) =>
      counting.filter(({ requirements }) => requirements.includes(requirement)).map(({ defect }) => defect),
  };
}

export function noProof(complaint: string | null): Proof {
  return { complaint, records: [], defectsOf: () => [] };
}

/** The lock as it is; empty where there is none, or none that can be read. */
export function readProofLock(file: string = PROOF_FILE): ProofLock {
  return (existsSync(file) ? parsed(file) : undefined) ?? { entries: [] };
}

function parsed(file: string): ProofLock | undefined {
  try {
    return lockSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined; // Told as the proof's complaint; without proof every passed journey stays unproven.
  }
}

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileFingerprint, scenarioFingerprints } from '../../reports/fingerprints';
import { PROOF_FILE, readProofLock, type ProofLock } from '../../reports/proof';
import { kindOf, type Defect } from './defect';
import type { Proving } from './proving';

/** What a fault on the way between two parts rests on besides its defect: the proxy that brings it about. */
const PROXY = ['flow', 'network-fault', 'passage', 'tcp-proxy'].map(
  (name) => `platform/launcher/src/network/${name}.ts`,
);

const PROJECT = resolve(__dirname, '..', '..');

/**
 * Writes what was proved into `defects/proof.lock.json`, which is committed: later runs read from it what each journey
 * was shown to notice. Entries of other defects stay as they are; those of defects that are gone are taken out.
 */
export function recordProofs(
  provings: readonly Proving[],
  known: readonly Defect[],
  file = PROOF_FILE,
): void {
  const told = scenarioFingerprints(PROJECT);
  const fresh = new Map(provings.map((proving) => [proving.defect.id, entryOf(proving, told)]));
  const before = new Map(readProofLock(file).entries.map((entry) => [entry.defect, entry]));
  const entries = known.flatMap((defect) => {
    const entry = fresh.get(defect.id) ?? before.get(defect.id);
    if (!entry) return [];
    return [{ ...{ defect: defect.id, kind: kindOf(defect) }, ...entry }];
  });
  writeFileSync(file, `${JSON.stringify({ entries } satisfies ProofLock, null, 2)}\n`);
}

function entryOf(
  { defect, verdict, stepFiles }: Proving,
  told: ReadonlyMap<string, string>,
): ProofLock['entries'][number] {
  const files = [
    `defects/${defect.id}.yaml`,
    ...(defect.patch ?? []).map(({ file }) => file),
    ...(defect.network ? PROXY : []),
    ...stepFiles,
  ].sort();
  return {
    defect: defect.id,
    kind: kindOf(defect),
    requirements: [...defect.requirements].sort(),
    caught: verdict === 'caught',
    // In the order in which the lock is read again, so that what was not proved anew does not move in it.
    files: Object.fromEntries(files.map((path) => [path, fileFingerprint(join(PROJECT, path)) ?? 'gone'])),
    scenarios: Object.fromEntries(defect.must_go_red.map((name) => [name, told.get(name) ?? 'gone'])),
  };
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BAD, badgeSvg, GOOD } from '../../reports/ci/badge';
import { readProofLock, type ProofLock } from '../../reports/proof';

export const BADGE_FILE = resolve(__dirname, '..', '..', 'docs', 'badge.svg');

const LABEL = 'defects caught';

/**
 * The badge of the README: how many of the seeded defects the suite was shown to catch.
 * @param defects the ids of all there are; one without a proof is not caught.
 */
export function badgeOf({ entries }: ProofLock, defects: readonly string[]): string {
  const caught = entries.filter((entry) => entry.caught && defects.includes(entry.defect)).length;
  const figure = `${caught}/${defects.length}`;
  return badgeSvg({
    label: LABEL,
    figure,
    title: `${caught} of ${defects.length} seeded defects caught by the suite`,
    colour: caught === defects.length && caught > 0 ? GOOD : BAD,
  });
}

/** Why the badge is not what the proof says, in one sentence; none where it is. */
export function staleBadge(defects: readonly string[], file = BADGE_FILE, lock = readProofLock()): string[] {
  const shown = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return shown === badgeOf(lock, defects)
    ? []
    : [
        'docs/badge.svg does not show what defects/proof.lock.json says; npm run prove -- --changed writes it anew.',
      ];
}

export function writeBadge(defects: readonly string[]): void {
  writeFileSync(BADGE_FILE, badgeOf(readProofLock(), defects));
}

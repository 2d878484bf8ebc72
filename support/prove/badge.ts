import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readProofLock, type ProofLock } from '../../reports/proof';

export const BADGE_FILE = resolve(__dirname, '..', '..', 'docs', 'badge.svg');

const LABEL = 'defects caught';
const ALL_CAUGHT = '#2f7d3b';
const SOME_MISSED = '#a8480b';
/** Of the letters, in a font that no reader need have: texts are stretched to their place. */
const LETTER_WIDTH = 6.6;
const PADDING = 7;

/**
 * The badge of the README: how many of the seeded defects the suite was shown to catch.
 * @param defects the ids of all there are; one without a proof is not caught.
 */
export function badgeOf({ entries }: ProofLock, defects: readonly string[]): string {
  const caught = entries.filter((entry) => entry.caught && defects.includes(entry.defect)).length;
  const figure = `${caught}/${defects.length}`;
  const colour = caught === defects.length && caught > 0 ? ALL_CAUGHT : SOME_MISSED;
  const [label, value] = [textWidth(LABEL), textWidth(figure)];
  const [left, right] = [label + 2 * PADDING, value + 2 * PADDING];
  const title = `${caught} of ${defects.length} seeded defects caught by the suite`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-labelledby="title">
  <title id="title">${title}</title>
  <clipPath id="round"><rect width="${left + right}" height="20" rx="4" /></clipPath>
  <g clip-path="url(#round)">
    <rect width="${left}" height="20" fill="#3b4148" />
    <rect x="${left}" width="${right}" height="20" fill="${colour}" />
  </g>
  <g fill="#fff" font-family="Verdana, 'DejaVu Sans', Geneva, sans-serif" font-size="11">
    <text x="${PADDING}" y="14" textLength="${label}" lengthAdjust="spacingAndGlyphs">${LABEL}</text>
    <text x="${left + PADDING}" y="14" textLength="${value}" lengthAdjust="spacingAndGlyphs" font-weight="bold">${figure}</text>
  </g>
</svg>
`;
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

function textWidth(text: string): number {
  return Math.round(text.length * LETTER_WIDTH);
}

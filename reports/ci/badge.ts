/** A badge as README files show them: a label, and a figure in a colour that says how good it is. */
export interface Badge {
  label: string;
  figure: string;
  /** The whole sentence, for whoever does not see it. */
  title: string;
  colour: string;
}

export const GOOD = '#2f7d3b';
export const BAD = '#a8480b';
/** Of the letters, in a font that no reader need have: texts are stretched to their place. */
const LETTER_WIDTH = 6.6;
const PADDING = 7;

export function badgeSvg({ label, figure, title, colour }: Badge): string {
  const [labelWidth, figureWidth] = [textWidth(label), textWidth(figure)];
  const [left, right] = [labelWidth + 2 * PADDING, figureWidth + 2 * PADDING];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-labelledby="title">
  <title id="title">${title}</title>
  <clipPath id="round"><rect width="${left + right}" height="20" rx="4" /></clipPath>
  <g clip-path="url(#round)">
    <rect width="${left}" height="20" fill="#3b4148" />
    <rect x="${left}" width="${right}" height="20" fill="${colour}" />
  </g>
  <g fill="#fff" font-family="Verdana, 'DejaVu Sans', Geneva, sans-serif" font-size="11">
    <text x="${PADDING}" y="14" textLength="${labelWidth}" lengthAdjust="spacingAndGlyphs">${label}</text>
    <text x="${left + PADDING}" y="14" textLength="${figureWidth}" lengthAdjust="spacingAndGlyphs" font-weight="bold">${figure}</text>
  </g>
</svg>
`;
}

function textWidth(text: string): number {
  return Math.round(text.length * LETTER_WIDTH);
}

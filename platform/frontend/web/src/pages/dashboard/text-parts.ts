export interface Part {
  kind: 'prose' | 'code';
  text: string;
}

const FENCE = /^```[^\n`]*$/;

/** Splits a message at its code fences; one that is still open (an answer being written) counts as code. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let kind: Part['kind'] = 'prose';
  let lines: string[] = [];
  const close = () => {
    const part = lines.join('\n');
    if (kind === 'code' || part.trim() !== '') parts.push({ kind, text: part });
    lines = [];
  };
  for (const line of text.split('\n')) {
    if (!FENCE.test(line.trim())) {
      lines.push(line);
      continue;
    }
    close();
    kind = kind === 'prose' ? 'code' : 'prose';
  }
  close();
  return parts;
}

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
    // Empty lines around a fence belong to how it is written; on the page the code has space of its own.
    const text = kind === 'code' ? part : part.replace(/^(?:[^\S\n]*\n)+|(?:\n[^\S\n]*)+$/g, '');
    if (kind === 'code' || text.trim() !== '') parts.push({ kind, text });
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

/** Words and figures as a person reads them, and the terminal's own marks. */

export const WIDEST = 100;

export interface Terminal {
  /** Characters a line, 40 to 100. */
  width: number;
  paint: Paint;
}

export type Colour = 'red' | 'yellow' | 'green' | 'dim' | 'bold';
export type Paint = (colour: Colour, text: string) => string;

const CODES: Record<Colour, [number, number]> = {
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export interface OutputStream {
  isTTY?: boolean;
  columns?: number;
}

export function terminalOf(stream: OutputStream, env: NodeJS.ProcessEnv): Terminal {
  const coloured = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return {
    width: Math.max(40, Math.min(WIDEST, stream.columns ?? WIDEST)),
    paint: (colour, text) => (coloured ? `\x1b[${CODES[colour][0]}m${text}\x1b[${CODES[colour][1]}m` : text),
  };
}

export const money = (amount: number): string => `$${Math.round(amount).toLocaleString('en-US')}`;

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** No longer than the width; what was cut shows as an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Lines no longer than the width, the first after `lead`, the others under it. Long words are broken. */
export function wrapped(text: string, width: number, lead = ''): string[] {
  const room = Math.max(10, width - lead.length);
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/ +/).flatMap((long) => pieces(long, room))) {
      if (line && line.length + 1 + word.length > room) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    lines.push(line);
  }
  return lines.map((line, index) => (index === 0 ? lead : ' '.repeat(lead.length)) + line);
}

function pieces(word: string, room: number): string[] {
  return word.length <= room ? [word] : (word.match(new RegExp(`.{1,${room}}`, 'gu')) ?? []);
}

/**
 * Rows as aligned columns. Numbers (`right`) are flush right; the column that is `wide` gives way if a row would not
 * fit the width. Painting happens afterwards, so that colours do not count as characters.
 */
export function table(
  rows: readonly (readonly string[])[],
  width: number,
  columns: { right?: readonly number[]; wide?: number; indent?: string },
): string[] {
  const { right = [], wide = 0, indent = '  ' } = columns;
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const over = indent.length + widths.reduce((sum, one) => sum + one + 2, -2) - width;
  if (over > 0) widths[wide] = Math.max(8, (widths[wide] ?? 0) - over);
  return rows.map((row) => {
    const cells = row.map((cell, at) => {
      const text = cut(cell, widths[at] ?? 0);
      return right.includes(at) ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0);
    });
    return cut(`${indent}${cells.join('  ')}`.trimEnd(), width);
  });
}

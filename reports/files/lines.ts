/**
 * The lines of a text that comes in pieces. Only a line feed ends one: node:readline also stops at U+2028 and U+2029,
 * which stand unescaped in JSON.
 */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

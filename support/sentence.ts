/** Something that whoever started the run must mend: one sentence that says what, where and how. Exit code 2. */
export class Sentence extends Error {
  override readonly name = 'Sentence';
}

/** `a, b or c`, for sentences that name what is known. */
export function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

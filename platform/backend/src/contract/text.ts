/** With the flag u, a surrogate matches only where it is half of a character. */
const UNSTORABLE = /\0|\p{Surrogate}/u;
const EVERY_UNSTORABLE = new RegExp(UNSTORABLE, 'gu');

/** PostgreSQL keeps neither NUL nor halves of characters, and JSON readers trip over the latter. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** The same text with what cannot be kept replaced by U+FFFD. */
export function storable(text: string): string {
  return text.replaceAll(EVERY_UNSTORABLE, '\uFFFD');
}

/** A kind of text that people write, or that a program might. */
export interface Text {
  readonly what: string;
  readonly text: string;
}

/** In characters; one outside the basic plane counts once. */
const LONGEST = 8_000;

/** Everything that is to come back as it was written. */
export const TEXTS: readonly Text[] = [
  { what: 'one character', text: 'ß' },
  { what: 'as long as may be', text: 'Long. '.repeat(LONGEST).slice(0, LONGEST) },
  { what: 'as long as may be, in wide characters', text: '🚀'.repeat(LONGEST) },
  { what: 'people made of several characters', text: 'Hello 👩‍👩‍👧‍👦, welcome to 🏴󠁧󠁢󠁷󠁬󠁳󠁿!' },
  { what: 'right to left', text: 'שלום Ada, مرحبا \u202eabc\u202c' },
  {
    what: 'combining characters',
    text: 'e\u0301 is not \u00e9, nor is Z\u0335\u0321\u034c\u0352a\u0338l\u0337g\u0336o',
  },
  { what: 'white space', text: '  two\n\nlines,\ta tab\r\nand a\u00a0hard space ' },
  { what: 'HTML', text: `<img src="x" onerror="document.title='owned'"><script>alert(1)</script> &amp; co.` },
  { what: 'Markdown', text: '# Prices\n\n**cheap** [here](javascript:alert(1))\n\n```sh\nrm -rf /\n```' },
  { what: 'a frame', text: '{"type":"chat_message","payload":{"content":"\\u0000"}}' },
  { what: 'SQL', text: `'; drop table messages; --` },
  { what: 'separators that end lines in scripts', text: 'one\u2028two\u2029three\u0085four\ufeff' },
];

/** What cannot be kept, or is too much or too little. */
export const UNSAYABLE: readonly Text[] = [
  { what: 'nothing', text: '' },
  { what: 'a character too much', text: 'x'.repeat(LONGEST + 1) },
  { what: 'a wide character too much', text: '🚀'.repeat(LONGEST + 1) },
  { what: 'a null byte', text: 'before\u0000after' },
  { what: 'half a character', text: 'half \ud83d of it' },
];

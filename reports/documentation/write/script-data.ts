/**
 * Data for a page that is opened from the disk, where a browser fetches nothing: a script that hands a string of JSON
 * over. As a string it is parsed and never run, so that a member called `__proto__` is a member and no more.
 */

/** Calls the site with the name of a piece and its JSON; see `site/src/pieces.ts`. */
export function pieceScript(name: string, value: unknown): string {
  return `livingDocumentation(${forScript(JSON.stringify(name))},${forScript(JSON.stringify(JSON.stringify(value)))});\n`;
}

/** JSON that may stand inside a script of a page: nothing in it ends the script, or begins a comment. */
export function forScript(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Text that may stand in an element or in an attribute in double quotes. */
export function forHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

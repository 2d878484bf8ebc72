/** Text in quotes, and comments. */
const LITERALS = /'(?:[^'\\]|\\[\s\S]|'')*'|--[^\n]*|#[! ][^\n]*|\/\*[\s\S]*?\*\//g;
/** What an INSERT carries along is text, whatever it says; VALUES are expressions and count as the statement. */
const INSERT_DATA = /^(\s*insert\b[\s\S]*?\bformat\s+(?!values\b)\w+)\s[\s\S]*$/i;
const FILES = [/\binto\s+outfile\b/i, /\bfrom\s+infile\b/i, /(?<![\w`"])[`"]?file[`"]?\s*\(/i];

/**
 * Whether a statement wants to read or write a file by its path. A ClickHouse server confines that to a folder or
 * leaves it to its client; the engine in this process is server and client in one and would do it anywhere.
 */
export function touchesServerFiles(statement: string): boolean {
  const bare = statement.replace(LITERALS, (text) => (text.startsWith("'") ? "''" : ' '));
  const head = INSERT_DATA.exec(bare)?.[1] ?? bare;
  return FILES.some((pattern) => pattern.test(head));
}

import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Patch } from './defect';
import { functionsIn, occurrences } from './patching';

const PROJECT = resolve(__dirname, '..', '..');
const SOURCES = ['platform/*/src/**/*.{ts,tsx,css}', 'platform/*/web/src/**/*.{ts,tsx,css}'];
/** Of their words, how many two pieces of code must share to be called alike. */
const ALIKE = 0.5;
const SHOWN = 90;

/**
 * Where a patch that no longer finds its words would have to go now, in one sentence: the same words elsewhere, in the
 * function that moved if there is one; the same words written otherwise; else the code that is most like them.
 */
export function nearestPlace({ file, within, find }: Patch, project = PROJECT): string {
  const sources = readSources(project);
  const inFile = sources.filter((source) => source.file === file);
  const elsewhere = sources.filter((source) => source.file !== file);
  const same = [...inFile, ...elsewhere].flatMap((source) => placesOf(find, source));
  const moved = same.find(({ name }) => within !== undefined && name === within) ?? same[0];
  if (moved) return `The words stand in ${told(moved)} now.`;

  const respelled = [...inFile, ...elsewhere].flatMap((source) => respelledIn(find, source))[0];
  if (respelled) return `The words stand in ${told(respelled)} now, with other spaces and line breaks.`;

  const functionsSources = within === undefined ? [] : elsewhere.filter((one) => hasFunction(one, within));
  const [alike] = [...inFile, ...functionsSources]
    .flatMap((one) => alikeIn(find, one))
    .sort((a, b) => b.likeness - a.likeness);
  if (alike) return `The nearest is ${told(alike.place)}: ${clipped(alike.line)}`;
  const [holder] = functionsSources;
  return holder
    ? `There is a function ${within ?? ''} in ${holder.file}, without anything like these words.`
    : 'Nothing like it is left; tell the defect anew, or remove it.';
}

interface Source {
  readonly file: string;
  readonly text: string;
}

interface Place {
  readonly file: string;
  /** 1 is the first. */
  readonly line: number;
  /** The innermost function around it; undefined where it stands in none. */
  readonly name: string | undefined;
}

function readSources(project: string): Source[] {
  return globSync(SOURCES, { cwd: project })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.endsWith('.test.ts'))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(project, file), 'utf8') }));
}

function placesOf(words: string, source: Source): Place[] {
  return occurrences(words, source.text, 0, source.text.length).map((at) => placeAt(at, source));
}

function placeAt(at: number, { file, text }: Source): Place {
  const around = functionsIn(file, text).filter(({ from, to }) => from <= at && at < to);
  return { file, line: text.slice(0, at).split('\n').length, name: around.at(-1)?.name };
}

function respelledIn(words: string, source: Source): Place[] {
  const pieces = words
    .trim()
    .split(/\s+/)
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const match = new RegExp(pieces.join('\\s*')).exec(source.text);
  return match ? [placeAt(match.index, source)] : [];
}

function alikeIn(words: string, source: Source): { likeness: number; line: string; place: Place }[] {
  const wanted = wordsOf(words.split('\n').find((line) => wordsOf(line).size > 0) ?? '');
  let at = 0;
  return source.text.split('\n').flatMap((line) => {
    const from = at + line.length - line.trimStart().length;
    at += line.length + 1;
    const likeness = likenessOf(wanted, wordsOf(line));
    return likeness < ALIKE ? [] : [{ likeness, line: line.trim(), place: placeAt(from, source) }];
  });
}

function wordsOf(code: string): ReadonlySet<string> {
  return new Set(code.match(/\w+/g) ?? []);
}

/** Words in both, of words in either: 0 to 1. */
function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((word) => other.has(word)).length;
  return both === 0 ? 0 : both / (one.size + other.size - both);
}

function hasFunction({ file, text }: Source, wanted: string): boolean {
  return text.includes(wanted) && functionsIn(file, text).some(({ name }) => name === wanted);
}

function told({ file, line, name }: Place): string {
  return `${name === undefined ? '' : `${name} in `}${file}:${line}`;
}

function clipped(line: string): string {
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

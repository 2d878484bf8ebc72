import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import type { Defect, Patch } from './defect';

const PROJECT = resolve(__dirname, '..', '..');

/** A patch that no longer finds its place, in one sentence. */
export class Stale extends Error {
  override readonly name = 'Stale';
}

/**
 * The sources as the defect has them: path from the project's root -> text. Nothing is written; several patches of one
 * file are applied one after the other.
 * @throws Stale when a patch does not match exactly once in the function it names.
 */
export function patchedSources({ patch = [] }: Defect, project = PROJECT): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const one of patch) {
    const text = sources[one.file] ?? sourceOf(one.file, project);
    sources[one.file] = applied(one, text);
  }
  return sources;
}

/** @throws Stale */
export function applied({ file, within, find, replace }: Patch, text: string): string {
  if (find === replace) throw new Stale(`${file}: the patch changes nothing.`);
  const places =
    within === undefined
      ? [{ from: 0, to: text.length }]
      : functionsIn(file, text).filter(({ name }) => name === within);
  if (places.length === 0) throw new Stale(`${file}: there is no function ${within ?? ''}.`);
  const matches = places.flatMap(({ from, to }) => occurrences(find, text, from, to));
  const distinct = [...new Set(matches)];
  const [at] = distinct;
  if (at === undefined || distinct.length > 1) {
    const where = within === undefined ? file : `${within} in ${file}`;
    throw new Stale(`${where}: the words to replace stand there ${distinct.length} times, not once.`);
  }
  return text.slice(0, at) + replace + text.slice(at + find.length);
}

/** @throws Stale */
export function sourceOf(file: string, project: string): string {
  try {
    return readFileSync(join(project, file), 'utf8');
  } catch (cause) {
    throw new Stale(`${file}: there is no such file.`, { cause });
  }
}

export function occurrences(words: string, text: string, from: number, to: number): number[] {
  const found: number[] = [];
  for (
    let at = text.indexOf(words, from);
    at !== -1 && at + words.length <= to;
    at = text.indexOf(words, at + 1)
  )
    found.push(at);
  return found;
}

export interface FunctionInSource {
  readonly name: string;
  /** Positions in the text; `to` is behind the last character. */
  readonly from: number;
  readonly to: number;
}

/** Every function, method and function-valued constant or property with a name, the outer ones first. */
export function functionsIn(file: string, text: string): FunctionInSource[] {
  const kind = file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true, kind);
  const found: FunctionInSource[] = [];
  const visit = (node: ts.Node): void => {
    const name = functionNameOf(node);
    if (name !== undefined) found.push({ name, from: node.getStart(source), to: node.getEnd() });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function functionNameOf(node: ts.Node): string | undefined {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  const holdsFunction =
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ((ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)) &&
      node.initializer !== undefined &&
      (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer)));
  return holdsFunction && node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : undefined;
}

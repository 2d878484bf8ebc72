import { isMarker, isSecretValue, kindOfName, marker, type SecretKind } from './redaction/names';
import { replaceRegistered } from './redaction/registered';
import { PRIVATE_JWK_MEMBERS, redactShapes } from './redaction/text';

/**
 * Nothing is written by this project, to a disk or a terminal, before it went through here.
 * What counts as a secret: a registered value (`registerSecret`), a shape (JWT, private key, password hash, bearer and
 * basic credentials, cookies, credentials in a URL) or a name (`redaction/names.ts` says which, and what is spared).
 * Redacting what is already redacted changes nothing.
 */

export { registerSecret, listenForSecrets, stopListening, forgetSecrets } from './redaction/registered';
export type { SecretKind } from './redaction/names';

/** Any text. If the whole of it is JSON, its structure decides and stays intact. */
export function redactText(text: string): string {
  const known = replaceRegistered(text);
  const json = parsedJson(known);
  if (json === undefined) return redactShapes(known);
  const before = JSON.stringify(json);
  const after = JSON.stringify(redactJson(json));
  if (before === after) return known;
  return known.includes('\n') ? JSON.stringify(JSON.parse(after), null, 2) : after;
}

/** A copy of any JSON value without secrets; what is not a plain object, an array or a string is returned as it is. */
export function redactJson<T>(value: T): T {
  return walk(value, null) as T;
}

function walk(value: unknown, under: SecretKind | null): unknown {
  if (typeof value === 'string')
    return under && isSecretValue(under, value) ? marker(under) : redactText(value);
  if (Array.isArray(value)) return walkArray(value, under);
  if (typeof value === 'object' && value !== null) return walkObject(value as Record<string, unknown>, under);
  return value;
}

/** Raw headers come as one flat list in which a name is followed by its value. */
function walkArray(items: unknown[], under: SecretKind | null): unknown[] {
  return items.map((item, index) => {
    const before: unknown = items[index - 1];
    const header = index % 2 === 1 && typeof before === 'string' ? headerKind(before) : null;
    return walk(item, under ?? header);
  });
}

function walkObject(object: Record<string, unknown>, under: SecretKind | null): Record<string, unknown> {
  const isJwk = typeof object['kty'] === 'string';
  const named = typeof object['name'] === 'string' ? headerKind(object['name']) : null;
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      if (isJwk && PRIVATE_JWK_MEMBERS.includes(name)) return [name, marker('private-key')];
      if (numericPassword(name, value)) return [name, marker('password')];
      const kind = under ?? kindOfName(name) ?? (name === 'value' ? named : null);
      return [name, walk(value, kind)];
    }),
  );
}

function headerKind(name: string): SecretKind | null {
  return /^(?:(?:set-)?cookie|(?:proxy-)?authorization)$/i.test(name) ? kindOfName(name) : null;
}

function numericPassword(name: string, value: unknown): boolean {
  return typeof value === 'number' && kindOfName(name) === 'password';
}

function parsedJson(text: string): object | undefined {
  const first = text.trimStart()[0];
  if ((first !== '{' && first !== '[') || isMarker(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined; // Not JSON after all: plain text that happens to begin with a bracket.
  }
}

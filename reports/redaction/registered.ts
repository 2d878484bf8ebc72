import { BroadcastChannel, isMainThread, receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { marker, type SecretKind } from './names';

/**
 * Secrets known by value. A scenario runs in a worker thread and its messages are written in the main thread, so a
 * registration travels over a BroadcastChannel of this process. It is delivered before any envelope the worker posts
 * afterwards; the main thread drains the channel before it redacts.
 */

const CHANNEL = 'revenue-acceptance-suite.registered-secrets';
/** Shorter values occur in ordinary words and would destroy them. */
const SHORTEST = 6;
const HASHED = 4;

interface Registration {
  value: string;
  kind: SecretKind;
}

const known = new Set<string>();
const formsByStart = new Map<string, { form: string; kind: SecretKind }[]>();
const starts = new Uint8Array(1 << 20);
let channel: BroadcastChannel | undefined;

/**
 * From now on this value is replaced wherever it is written: as it is, and URL-, form-, JSON-, XML- and
 * base64-encoded. Values of fewer than six characters are refused, since they would take ordinary words with them.
 * @returns false if the value was refused.
 */
export function registerSecret(value: string, kind: SecretKind = 'secret'): boolean {
  if (value.length < SHORTEST) return false;
  if (known.has(value)) return true;
  remember({ value, kind });
  if (!isMainThread) open().postMessage({ value, kind } satisfies Registration);
  return true;
}

/** To be called in the main thread before workers start; without it their registrations are lost. */
export function listenForSecrets(): void {
  open();
}

export function stopListening(): void {
  channel?.close();
  channel = undefined;
}

/** Forgets everything; for tests. */
export function forgetSecrets(): void {
  known.clear();
  formsByStart.clear();
  starts.fill(0);
}

/** The text with every registered secret replaced; markers already in it stay whole. */
export function replaceRegistered(text: string): string {
  drain();
  if (known.size === 0 || text.length < HASHED) return text;
  return text
    .split(/(\[redacted:[a-z-]+\])/)
    .map((part, index) => (index % 2 === 1 ? part : replaceIn(part)))
    .join('');
}

/** Whether these bytes hold a registered secret in plain form; for attachments that are not text. */
export function holdsRegistered(bytes: Buffer): boolean {
  drain();
  return [...known].some((secret) => bytes.includes(secret));
}

function open(): BroadcastChannel {
  if (!channel) {
    channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = (event): void => remember((event as { data: Registration }).data);
    channel.unref();
  }
  return channel;
}

function drain(): void {
  if (!channel) return;
  // The documentation allows a BroadcastChannel here, the types do not yet.
  const port = channel as unknown as MessagePort;
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port))
    remember(next.message as Registration);
}

function remember({ value, kind }: Registration): void {
  if (known.has(value)) return;
  known.add(value);
  for (const form of formsOf(value)) {
    const start = form.slice(0, HASHED);
    const forms = formsByStart.get(start) ?? [];
    if (forms.some((other) => other.form === form)) continue;
    // The longest first: a secret may begin with another one.
    formsByStart.set(
      start,
      [...forms, { form, kind }].sort((a, b) => b.form.length - a.form.length),
    );
    starts[hashAt(form, 0)] = 1;
  }
}

/** One pass over the text whatever the number of secrets: four characters are hashed, and only hits are compared. */
function replaceIn(text: string): string {
  let out = '';
  let copied = 0;
  for (let at = 0; at + HASHED <= text.length; at++) {
    if (starts[hashAt(text, at)] === 0) continue;
    const hit = formsByStart.get(text.slice(at, at + HASHED))?.find(({ form }) => text.startsWith(form, at));
    if (!hit) continue;
    out += text.slice(copied, at) + marker(hit.kind);
    copied = at + hit.form.length;
    at = copied - 1;
  }
  return copied === 0 ? text : out + text.slice(copied);
}

function hashAt(text: string, at: number): number {
  return (
    ((text.charCodeAt(at) << 15) ^
      (text.charCodeAt(at + 1) << 10) ^
      (text.charCodeAt(at + 2) << 5) ^
      text.charCodeAt(at + 3)) &
    0xfffff
  );
}

function formsOf(value: string): Set<string> {
  const json = JSON.stringify(value).slice(1, -1);
  const forms = new Set([value, json, JSON.stringify(json).slice(1, -1), escapedForXml(value)]);
  for (const encoded of urlForms(value)) forms.add(encoded);
  for (const core of base64Cores(value)) if (core.length >= 8) forms.add(core);
  return forms;
}

function urlForms(value: string): string[] {
  const encoded = encodeURIComponent(Buffer.from(value).toString());
  const strict = encoded.replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return [encoded, strict, strict.replace(/%20/g, '+')].flatMap((form) => [
    form,
    form.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  ]);
}

function escapedForXml(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** The characters of base64 that the secret alone decides, for each of its three possible alignments. */
function base64Cores(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((lead) => {
    const encoded = Buffer.concat([Buffer.alloc(lead), bytes]).toString('base64');
    const shared = (lead + bytes.length) % 3;
    const end = encoded.length - (shared === 0 ? 0 : shared === 1 ? 3 : 2);
    const core = encoded.slice(lead === 0 ? 0 : lead + 1, end);
    return [core, core.replace(/\+/g, '-').replace(/\//g, '_')];
  });
}

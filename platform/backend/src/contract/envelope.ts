import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Refusal } from '../errors';
import type { ClientPayloads, ClientType } from './events';
import schemas from './events.schema.json';
import { isStorable, storable } from './text';

/** A client's frame that keeps to the contract. */
export type ClientFrame = {
  [T in ClientType]: {
    readonly type: T;
    readonly payload: ClientPayloads[T];
    readonly id?: string;
    readonly thread_id?: string;
    readonly trace_id?: string;
  };
}[ClientType];

/** What reading a client's text came to. `id` is the client's own, where it gave a usable one. */
export type Reading =
  | { readonly kind: 'frame'; readonly frame: ClientFrame }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly id?: string }
  | { readonly kind: 'not_json' };

const ajv = new Ajv({ strict: true, allErrors: false });
const validators = new Map<string, ValidateFunction<ClientFrame>>();

/** The schema of a client type, compiled when it is first needed: most connections use three of them. */
function validatorOf(type: string): ValidateFunction<ClientFrame> | undefined {
  if (!Object.hasOwn(schemas.client, type)) return undefined;
  const known = validators.get(type);
  if (known) return known;
  const compiled = ajv.compile<ClientFrame>(schemas.client[type as ClientType]);
  validators.set(type, compiled);
  return compiled;
}

/** Reads one text message of a client. Never throws, whatever it is given. */
export function readFrame(text: string): Reading {
  const parsed = parseJson(text);
  if (!parsed.ok) return { kind: 'not_json' };
  const id = idOf(parsed.value);
  const answer = id === undefined ? {} : { id };
  if (!isEnvelope(parsed.value)) return { kind: 'refused', refusal: new Refusal('bad_envelope'), ...answer };
  const validate = validatorOf(parsed.value.type);
  if (!validate) return { kind: 'refused', refusal: new Refusal('unknown_type'), ...answer };
  if (!validate(parsed.value))
    return { kind: 'refused', refusal: refusalOf(validate.errors?.[0]), ...answer };
  const unstorable = unstorableField(parsed.value.payload);
  if (unstorable !== undefined) {
    const sentence = `payload.${unstorable} is not text: it contains a NUL or half a character.`;
    return { kind: 'refused', refusal: new Refusal('invalid_payload', sentence), ...answer };
  }
  return { kind: 'frame', frame: parsed.value };
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

/** For `in_reply_to`: no longer than the contract lets an id be, and never a half-built value. */
function idOf(value: unknown): string | undefined {
  const id = isObject(value) && Object.hasOwn(value, 'id') ? value.id : undefined;
  return typeof id === 'string' && id.length > 0 && id.length <= 128 ? storable(id) : undefined;
}

function isEnvelope(value: unknown): value is { type: string; payload: object } {
  return (
    isObject(value) &&
    Object.hasOwn(value, 'type') &&
    typeof value.type === 'string' &&
    Object.hasOwn(value, 'payload') &&
    isObject(value.payload)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A fault of the payload is told as such; a fault beside it is one of the envelope. */
function refusalOf(fault: ErrorObject | undefined): Refusal {
  const path = (fault?.instancePath ?? '').slice(1).replaceAll('/', '.');
  const extra = fault?.keyword === 'additionalProperties' ? ' (a field that is not in the contract)' : '';
  const sentence = `${path || 'The frame'} ${fault?.message ?? 'is not as agreed'}${extra}.`;
  return new Refusal(path.startsWith('payload') ? 'invalid_payload' : 'bad_envelope', sentence);
}

/** Told to the sender, instead of changing their words. */
function unstorableField(payload: object): string | undefined {
  const fields = Object.entries(payload as Record<string, unknown>);
  return fields.find(([, value]) => typeof value === 'string' && !isStorable(value))?.[0];
}

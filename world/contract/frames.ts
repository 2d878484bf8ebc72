import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { published } from './published';

/** A frame as the wire contract has it, and when it arrived here (milliseconds since the epoch). */
export interface ServerFrame {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly id?: string;
  readonly timestamp?: string;
  readonly thread_id?: string;
  readonly run_id?: string;
  readonly seq?: number;
  readonly trace_id?: string;
  readonly received_at: number;
}

/** A text of a payload. @throws when it is none: "undefined" is never taken for an answer. */
export function textOf(payload: ServerFrame['payload'], key: string): string {
  const value = payload[key];
  if (typeof value === 'string') return value;
  throw new Error(`The event has no ${key}: ${JSON.stringify(payload).slice(0, 200)}`);
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
const validators = new Map<string, ValidateFunction>();

/**
 * Compares what was received with the contract.
 * @returns one sentence a breach; empty if the frame keeps to the contract.
 */
export function breachesOf(frame: unknown): string[] {
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame))
    return ['a frame is not a JSON object'];
  const { type } = frame as { type?: unknown };
  if (typeof type !== 'string') return ['a frame has no type'];
  const validate = validatorOf(type);
  if (!validate) return [`the contract knows no event "${type}"`];
  const halfBuilt = halfBuiltIn(frame).map((what) => `${type}${what}`);
  if (validate(frame)) return halfBuilt;
  return (validate.errors ?? []).map(
    (error) => `${type}${error.instancePath.replaceAll('/', '.')} ${error.message ?? 'is wrong'}`,
  );
}

/**
 * What somebody forgot to wait for, or to put into words: a promise becomes `{}` in JSON, an object in a sentence
 * "[object Object]". Only a tool may be asked for nothing at all.
 * @returns one line each: ".payload.result is empty"
 */
export function halfBuiltIn(value: unknown, path = ''): string[] {
  if (typeof value === 'string')
    return /\[object \w+\]/.test(value) || HALF_BUILT.has(value) ? [`${path} is "${value}"`] : [];
  if (typeof value !== 'object' || value === null) return [];
  const parts = Object.entries(value);
  if (parts.length === 0 && !Array.isArray(value))
    return path.endsWith('.arguments') ? [] : [`${path} is empty`];
  return parts.flatMap(([key, part]) => halfBuiltIn(part, `${path}.${key}`));
}

const HALF_BUILT = new Set(['undefined', 'null', 'NaN', 'Invalid Date']);

function validatorOf(type: string): ValidateFunction | undefined {
  const known = validators.get(type);
  const schema = published.server[type];
  if (known || !schema) return known;
  const compiled = ajv.compile({ ...schema, $defs: published.$defs ?? {} });
  validators.set(type, compiled);
  return compiled;
}

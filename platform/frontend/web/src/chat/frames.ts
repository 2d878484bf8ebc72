/** The fields that the pages use of what the server sends, by type; other fields and types are passed over. */
const FIELDS = {
  connection_established: { resume_token: 'string', last_seq: 'number' },
  pong: {},
  resumed: { last_seq: 'number', replayed: 'number' },
  token_refreshed: {},
  token_expiring: { expires_in: 'number' },
  message_accepted: { message_id: 'string', client_message_id: 'string', content: 'string' },
  agent_started: { agent: 'string' },
  agent_thinking: { agent: 'string', thought: 'string' },
  tool_executing: { agent: 'string', tool: 'string' },
  tool_completed: { agent: 'string', tool: 'string', duration_ms: 'number' },
  partial_result: { agent: 'string', content: 'string', index: 'number' },
  final_report: { content: 'string' },
  agent_completed: { message_id: 'string' },
  agent_error: { code: 'string', message: 'string', retryable: 'boolean' },
  service_degraded: { service: 'string' },
  service_recovered: { service: 'string' },
  thread_created: { thread_id: 'string', title: 'string', created_at: 'string' },
  thread_switched: { thread_id: 'string', title: 'string', history: 'object' },
  thread_renamed: { thread_id: 'string', title: 'string' },
  thread_deleted: { thread_id: 'string' },
  profile_updated: { user_id: 'string', name: 'string', email: 'string', settings: 'object' },
  sign_in_completed: { session_id: 'string', provider: 'string' },
  session_ended: { session_id: 'string' },
  quota_warning: { used: 'number', limit: 'number', resets_at: 'string' },
  quota_exceeded: { used: 'number', limit: 'number', resets_at: 'string', upgrade_url: 'string' },
  quota_lifted: {},
  error: { code: 'string', message: 'string' },
} as const satisfies Record<string, Record<string, 'string' | 'number' | 'boolean' | 'object'>>;

interface OfName {
  string: string;
  number: number;
  boolean: boolean;
  object: object;
}

export type ServerType = keyof typeof FIELDS;

export type Payload<T extends ServerType> = {
  -readonly [F in keyof (typeof FIELDS)[T]]: (typeof FIELDS)[T][F] extends keyof OfName
    ? OfName[(typeof FIELDS)[T][F]]
    : never;
} & (T extends 'error' ? { in_reply_to?: string; retry_after?: number } : unknown);

interface Envelope {
  readonly timestamp: string;
  /** The place in the person's stream; what concerns this connection alone has none. */
  readonly seq?: number;
  readonly thread_id?: string;
  readonly run_id?: string;
  readonly trace_id?: string;
}

export type ServerFrame<T extends ServerType = ServerType> = {
  [K in T]: Envelope & { readonly type: K; readonly payload: Payload<K> };
}[T];

/** A frame of a type that is not known here: it takes its place in the stream, and that is all. */
export interface UnknownFrame extends Envelope {
  readonly type: 'unknown';
}

/** A stored message, as `thread_switched` and `/api/threads/{id}/messages` show it. */
export interface HistoryEntry {
  id: string;
  role: 'user' | 'assistant';
  content: string;
  client_message_id: string | null;
  run_id: string | null;
  created_at: string;
}

export const EXPECTED = FIELDS;

/** Reads a server's frame. @returns undefined for what is none at all */
export function readFrame(text: unknown): ServerFrame | UnknownFrame | undefined {
  const value = typeof text === 'string' ? parsed(text) : undefined;
  if (!isObject(value) || typeof value['type'] !== 'string' || !isObject(value['payload'])) return undefined;
  const { type, payload } = value;
  if (Object.hasOwn(FIELDS, type) && fits(payload, FIELDS[type as ServerType]))
    return value as unknown as ServerFrame;
  return { ...(value as unknown as Envelope), type: 'unknown' };
}

function fits(payload: Record<string, unknown>, fields: Record<string, string>): boolean {
  return Object.entries(fields).every(
    ([name, type]) => typeof payload[name] === type && payload[name] !== null,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

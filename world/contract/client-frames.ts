import { randomUUID } from 'node:crypto';

/** Something that a client sends, and the word of the contract for what becomes of it. */
export interface Sent {
  readonly what: string;
  /** JSON, but for what is not even that. */
  readonly text: string;
  /** The type of the event that answers it, or the code of the error. */
  readonly answer: string;
}

const json = JSON.stringify;
const message = () => ({ content: 'hello', client_message_id: randomUUID() });

/** The form of another contract, which some apps still speak. */
export const OLD_FORM = json({ event: 'chat_message', data: { content: 'hello' }, id: 'old' });

/** JSON that is no frame, or one with something wrong in it. Each is refused, and the connection stays. */
export function malformed(): readonly Sent[] {
  const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
  const say = (payload: unknown, beside: object = {}) => json({ type: 'chat_message', payload, ...beside });
  return [
    { what: 'nothing at all', text: 'null', answer: 'bad_envelope' },
    { what: 'a number', text: '42', answer: 'bad_envelope' },
    { what: 'a list of frames', text: `[${say(message())}]`, answer: 'bad_envelope' },
    { what: 'no payload', text: json({ type: 'ping' }), answer: 'bad_envelope' },
    { what: 'no type', text: json({ payload: {} }), answer: 'bad_envelope' },
    { what: 'a payload that is a text', text: say('hello'), answer: 'bad_envelope' },
    { what: 'both forms at once', text: say(message(), { event: 'x', data: {} }), answer: 'bad_envelope' },
    { what: 'an unknown type', text: json({ type: 'chat', payload: {} }), answer: 'unknown_type' },
    {
      what: 'a type that every object has',
      text: json({ type: 'toString', payload: {} }),
      answer: 'unknown_type',
    },
    { what: 'no content', text: say({ client_message_id: 'm' }), answer: 'invalid_payload' },
    {
      what: 'a content under its old name',
      text: say({ ...message(), text: 'hello' }),
      answer: 'invalid_payload',
    },
    {
      what: 'a content that is no text',
      text: say({ ...message(), content: { a: 1 } }),
      answer: 'invalid_payload',
    },
    {
      what: 'a payload without end',
      text: `{"type":"chat_message","payload":${deep}}`,
      answer: 'invalid_payload',
    },
    {
      what: 'a prototype',
      text: '{"type":"ping","payload":{"__proto__":{"a":1}}}',
      answer: 'invalid_payload',
    },
  ];
}

/** What nobody can read ends its connection, with the close code that says why. */
export const UNREADABLE: readonly {
  readonly what: string;
  readonly sent: string | Uint8Array;
  readonly code: number;
}[] = [
  { what: 'a frame that is cut short', sent: json({ type: 'ping', payload: {} }).slice(0, -3), code: 1003 },
  { what: 'a frame in bytes', sent: Buffer.from(json({ type: 'ping', payload: {} })), code: 1003 },
  {
    what: 'a frame beyond all bounds',
    sent: json({ type: 'ping', payload: { a: 'x'.repeat(200_000) } }),
    code: 4009,
  },
];

export interface Surroundings {
  readonly threadId: string;
  readonly resumeToken: string;
  readonly lastSeq: number;
  /** The token that the connection has already. */
  readonly accessToken: string;
}

/** A frame of every type that a client may send; those about what does not exist, and what comes of them. */
export const EVERY_TYPE: readonly {
  readonly type: string;
  readonly answer: string;
  readonly payload: (around: Surroundings) => object;
}[] = [
  { type: 'create_thread', answer: 'thread_created', payload: () => ({ title: 'A new one' }) },
  { type: 'switch_thread', answer: 'thread_switched', payload: ({ threadId }) => ({ thread_id: threadId }) },
  {
    ...{ type: 'rename_thread', answer: 'thread_renamed' },
    payload: ({ threadId }) => ({ thread_id: threadId, title: 'Renamed' }),
  },
  { type: 'chat_message', answer: 'message_accepted', payload: message },
  { type: 'retry', answer: 'message_not_found', payload: () => ({ message_id: randomUUID() }) },
  { type: 'stop', answer: 'run_not_found', payload: () => ({ run_id: randomUUID() }) },
  { type: 'switch_thread', answer: 'thread_not_found', payload: () => ({ thread_id: randomUUID() }) },
  {
    type: 'rename_thread',
    answer: 'thread_not_found',
    payload: () => ({ thread_id: randomUUID(), title: 'x' }),
  },
  { type: 'delete_thread', answer: 'thread_not_found', payload: () => ({ thread_id: randomUUID() }) },
  {
    ...{ type: 'resume', answer: 'resumed' },
    payload: ({ resumeToken, lastSeq }) => ({ resume_token: resumeToken, last_seq: lastSeq }),
  },
  { type: 'resume', answer: 'resume_refused', payload: () => ({ resume_token: 'made up', last_seq: 0 }) },
  { type: 'refresh_token', answer: 'token_invalid', payload: () => ({ access_token: 'made.up.token' }) },
  {
    ...{ type: 'refresh_token', answer: 'token_not_later' },
    payload: ({ accessToken }) => ({ access_token: accessToken }),
  },
  { type: 'ping', answer: 'pong', payload: () => ({}) },
];

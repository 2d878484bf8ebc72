import { inTrace, traceFrom } from '@reference/kit/trace';
import { Ajv } from 'ajv';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { ServerPayloads, ServerType } from './events';
import schemas from './events.schema.json';
import { frame } from './frame';

const ajv = new Ajv({ strict: true });
const ID = randomUUID();
const NOW = new Date().toISOString();
const SETTINGS = { theme: 'system', language: 'en', email_notifications: true } as const;

/** One payload of every type that is sent today; a type that is missing here does not compile. */
const PAYLOADS: { [T in ServerType]: ServerPayloads[T] } = {
  connection_established: {
    connection_id: ID,
    session_id: ID,
    server_time: NOW,
    resume_token: ID,
    last_seq: 0,
    limits: {
      max_connections: 10,
      max_frame_bytes: 1,
      max_content_characters: 8_000,
      questions_per_window: 60,
      question_window: 60,
    },
  },
  pong: { server_time: NOW },
  resumed: { last_seq: 7, replayed: 3 },
  token_refreshed: { expires_in: 2.5 },
  message_accepted: { message_id: ID, client_message_id: 'm1', content: 'hello' },
  agent_started: { agent: 'supervisor', context: { thread_title: 'Budget', earlier_messages: 0 } },
  agent_thinking: { agent: 'triage', thought: 'Thinking.', step: 1, steps: 3 },
  tool_executing: { agent: 'data', tool: 'calculate', arguments: { expression: '6 * 7' } },
  tool_completed: { agent: 'data', tool: 'calculate', result: { value: 42 }, duration_ms: 1 },
  partial_result: { agent: 'report', content: 'It is', index: 0, is_final: false },
  final_report: {
    content: 'It is 42.',
    agents: ['triage', 'data', 'report'],
    tools: ['calculate'],
    duration_ms: 9,
  },
  agent_completed: { agent: 'supervisor', message_id: ID, duration_ms: 9, tokens: 99 },
  agent_error: { code: 'assistant_busy', message: 'Try again.', retryable: true, retry_after: 5 },
  service_degraded: { service: 'llm', circuit: 'open' },
  service_recovered: { service: 'llm', circuit: 'closed' },
  thread_created: { thread_id: ID, title: 'Budget', created_at: NOW },
  thread_switched: {
    thread_id: ID,
    title: 'Budget',
    history: [
      {
        id: ID,
        thread_id: ID,
        role: 'user',
        content: 'x',
        client_message_id: 'm1',
        run_id: null,
        created_at: NOW,
      },
    ],
  },
  thread_renamed: { thread_id: ID, title: 'Spring budget' },
  thread_deleted: { thread_id: ID },
  profile_updated: {
    ...{ user_id: ID, email: 'ada@example.org', name: 'Ada', picture: null, email_verified: true },
    ...{ plan: 'free', version: 2, workspace: { id: ID, name: 'Personal' }, settings: SETTINGS },
  },
  sign_in_completed: { session_id: ID, provider: 'google' },
  session_ended: { session_id: ID, reason: 'signed_out' },
  quota_warning: { used: 4, limit: 5, resets_at: NOW },
  quota_exceeded: { used: 5, limit: 5, resets_at: NOW, upgrade_url: 'http://127.0.0.1:3000/settings' },
  quota_lifted: { used: 5, limit: null, resets_at: NOW },
  token_expiring: { expires_in: 0.7 },
  error: { code: 'bad_envelope', message: 'Send {type, payload}.', in_reply_to: 'c1' },
};

/** A whole frame as it goes over the wire: what the schema asks for of thread, run and number is put in. */
function wireFrame<T extends ServerType>(type: T): Record<string, unknown> {
  const made = inTrace(traceFrom(undefined), () => frame(type, PAYLOADS[type]));
  const { required } = schemas.server[type];
  const about = { thread_id: ID, run_id: ID, seq: 1 };
  const asked = Object.entries(about).filter(([name]) => required.includes(name));
  return JSON.parse(JSON.stringify({ ...made, ...Object.fromEntries(asked) })) as Record<string, unknown>;
}

for (const type of Object.keys(PAYLOADS) as ServerType[]) {
  const validate = ajv.compile(schemas.server[type]);

  test(`${type}: a frame of ours is as published`, () => {
    assert.equal(validate(wireFrame(type)), true, ajv.errorsText(validate.errors));
  });

  test(`${type}: a frame with anything missing, added or half-built is not`, () => {
    const whole = wireFrame(type);
    for (const name of Object.keys(whole)) {
      const rest = Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name));
      assert.equal(validate(rest), false, `without ${name}`);
    }
    for (const value of [null, {}, [], '[object Object]', undefined]) {
      assert.equal(validate({ ...whole, timestamp: value }), false, `timestamp ${JSON.stringify(value)}`);
    }
    assert.equal(validate({ ...whole, data: {} }), false, 'with data beside payload');
    assert.equal(
      validate({ ...whole, payload: { ...(whole.payload as object), extra: 1 } }),
      false,
      'with extra',
    );
    assert.equal(validate({ ...whole, payload: 'x' }), false, 'payload a string');
  });
}

test('every schema of the document compiles on its own', () => {
  for (const schema of [...Object.values(schemas.server), ...Object.values(schemas.client)]) {
    assert.doesNotThrow(() => new Ajv({ strict: true }).compile(schema));
  }
});

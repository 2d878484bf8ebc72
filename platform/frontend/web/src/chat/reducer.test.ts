import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HistoryEntry, ServerFrame } from './frames';
import { reduce, type Action } from './reducer';
import { DRAFT, FRESH_CHAT, type Answer, type ChatState, type Said } from './state';

const AT = '2026-01-02T03:04:05.000Z';

function event(type: string, payload: object, about: object = { thread_id: 't', run_id: 'r' }): Action {
  return { kind: 'event', frame: { type, payload, timestamp: AT, ...about } as ServerFrame };
}

const after = (...actions: Action[]): ChatState => actions.reduce(reduce, FRESH_CHAT);
const itemsOf = (state: ChatState, thread = 't') => state.conversations[thread]?.items ?? [];
const shown = (state: ChatState, thread = 't') =>
  itemsOf(state, thread).map(({ kind, state: how, content }) => `${kind} ${how}: ${content}`);

const said: Action = { kind: 'said', thread: 't', clientId: 'c', content: 'hello', at: AT };
const accepted = event('message_accepted', { message_id: 'm', client_message_id: 'c', content: 'hello' });
const piece = (index: number, content: string) =>
  event('partial_result', { agent: 'report', content, index });
const report = event('final_report', { content: 'hello there' });
const completed = event('agent_completed', { message_id: 'a' });
const failed = event(
  'agent_error',
  { code: 'assistant_busy', message: 'It is busy.', retryable: true },
  { thread_id: 't', run_id: 'r', trace_id: 'trace' },
);
const stored = (entry: Partial<HistoryEntry>): HistoryEntry => ({
  id: 'm',
  role: 'user',
  content: 'hello',
  client_message_id: 'c',
  run_id: null,
  created_at: AT,
  ...entry,
});
const history = (...entries: HistoryEntry[]) =>
  event('thread_switched', { thread_id: 't', title: 'T', history: entries }, { thread_id: 't' });

describe('a login with a provider', () => {
  it('is known by its session and its time', () => {
    const frame: ServerFrame = {
      type: 'sign_in_completed',
      timestamp: '2026-01-02T03:04:05.000Z',
      payload: { session_id: 's1', provider: 'google' },
    };
    const { signedIn } = reduce(FRESH_CHAT, { kind: 'event', frame });
    assert.deepEqual(signedIn, { session: 's1', at: '2026-01-02T03:04:05.000Z' });
  });
});

describe('a message', () => {
  it('is being sent, then sent, and stays one message', () => {
    assert.deepEqual(shown(after(said)), ['said sending: hello']);
    assert.deepEqual(shown(after(said, accepted)), ['said sent: hello', 'answer working: ']);
    assert.deepEqual(shown(after(said, accepted, accepted)), ['said sent: hello', 'answer working: ']);
  });

  it('appears in tabs that did not send it', () => {
    assert.deepEqual(shown(after(accepted)), ['said sent: hello', 'answer working: ']);
  });

  it('moves from the draft into the thread that was made for it, with what was said after it', () => {
    const draft = (clientId: string): Action => ({
      kind: 'said',
      thread: DRAFT,
      clientId,
      content: clientId,
      at: AT,
    });
    const state = after(draft('c'), draft('d'), accepted);
    assert.deepEqual(shown(state, DRAFT), []);
    assert.deepEqual(shown(state), ['said sent: hello', 'said sending: d', 'answer working: ']);
  });

  it('keeps why it was refused, until it is sent again', () => {
    const refused: Action = { kind: 'refused', thread: 't', clientId: 'c', sentence: 'No.' };
    const state = after(said, refused);
    assert.equal((itemsOf(state)[0] as Said).refusal, 'No.');
    assert.deepEqual(shown(reduce(state, { kind: 'said_again', thread: 't', clientId: 'c' })), [
      'said sending: hello',
    ]);
  });
});

describe('an answer', () => {
  it('grows by its pieces and is replaced by the report', () => {
    const growing = after(accepted, piece(0, 'hel'), piece(1, 'lo'));
    assert.deepEqual(shown(growing), ['said sent: hello', 'answer working: hello']);
    const state = [report, completed].reduce(reduce, growing);
    assert.deepEqual(shown(state), ['said sent: hello', 'answer done: hello there']);
  });

  it('begins anew where the run was taken up again', () => {
    assert.deepEqual(
      shown(after(accepted, piece(0, 'hel'), piece(0, 'good '), piece(1, 'day')))[1],
      'answer working: good day',
    );
  });

  it('is not begun anew by an acceptance that is repeated', () => {
    assert.deepEqual(shown(after(accepted, piece(0, 'hel'), accepted))[1], 'answer working: hel');
  });

  it('shows that its beginning is not known', () => {
    assert.deepEqual(shown(after(piece(7, ' end'))), ['answer working: … end']);
  });

  it('tells what the agents do, in order, and who is at work', () => {
    const state = after(
      accepted,
      event('agent_started', { agent: 'data' }),
      event('agent_thinking', { agent: 'data', thought: 'Looking.' }),
      event('tool_executing', { agent: 'data', tool: 'calculate' }),
      event('tool_completed', { agent: 'data', tool: 'calculate', duration_ms: 3 }),
    );
    const answer = itemsOf(state)[1] as Answer;
    assert.deepEqual(
      answer.activities.map(({ text }) => text),
      ['data is thinking: Looking.', 'data uses calculate', 'data used calculate in 3 ms'],
    );
    assert.equal(answer.agent, 'data');
    assert.equal((itemsOf(reduce(state, completed))[1] as Answer).agent, undefined);
  });

  it('that failed keeps the sentence and the reference, and goes when it is tried again', () => {
    const state = after(accepted, piece(0, 'hel'), failed);
    assert.deepEqual((itemsOf(state)[1] as Answer).failure, {
      message: 'It is busy.',
      retryable: true,
      reference: 'trace',
    });
    const again = event(
      'message_accepted',
      { message_id: 'm', client_message_id: 'c', content: 'hello' },
      { thread_id: 't', run_id: 'r2' },
    );
    assert.deepEqual(shown(reduce(state, again)), ['said sent: hello', 'answer working: ']);
  });

  it('that was stopped is not a failed one', () => {
    const stopped = event('agent_error', { code: 'stopped', message: 'Stopped.', retryable: true });
    assert.equal((itemsOf(after(accepted, stopped))[1] as Answer).state, 'stopped');
  });
});

describe('history', () => {
  const answer = stored({
    id: 'a',
    role: 'assistant',
    content: 'hello there',
    client_message_id: null,
    run_id: 'r',
  });

  it('takes the place of what is known, and keeps what the agents did', () => {
    const thinking = event('agent_thinking', { agent: 'triage', thought: 'x' });
    const state = after(accepted, thinking, report, completed, history(stored({}), answer));
    assert.deepEqual(shown(state), ['said sent: hello', 'answer done: hello there']);
    assert.equal((itemsOf(state)[1] as Answer).activities.length, 1);
  });

  it('leaves what is not stored where it was: sending, working, failed', () => {
    const later = stored({ id: 'm2', client_message_id: 'c2', content: 'later' });
    const sending: Action = { kind: 'said', thread: 't', clientId: 'c3', content: 'now', at: AT };
    const state = after(accepted, failed, sending, history(stored({}), later));
    assert.deepEqual(shown(state), [
      'said sent: hello',
      'answer failed: ',
      'said sent: later',
      'said sending: now',
    ]);
  });

  it('has more before it when it is as long as it gets', () => {
    const many = Array.from({ length: 50 }, (_, n) => stored({ id: `m${n}`, client_message_id: `c${n}` }));
    const state = after(history(...many));
    assert.equal(state.conversations['t']?.hasEarlier, true);
    const earlier: Action = {
      kind: 'earlier',
      thread: 't',
      history: [stored({ id: 'm-', client_message_id: 'c-', content: 'first' }), ...many.slice(0, 1)],
      hasEarlier: false,
    };
    const whole = reduce(state, earlier);
    assert.equal(itemsOf(whole).length, 51);
    assert.equal(shown(whole)[0], 'said sent: first');
  });
});

describe('the threads', () => {
  const created = (id: string) => event('thread_created', { thread_id: id, title: id, created_at: AT }, {});
  const list = (...ids: string[]): Action => ({
    kind: 'threads',
    list: ids.map((id) => ({ id, title: id })),
    hasMore: false,
  });
  const ids = (state: ChatState) => state.threads.map(({ id, title }) => `${id}:${title}`);

  it('stand newest first, and the one that was just used at the front', () => {
    assert.deepEqual(ids(after(list('t', 'a'), created('b'))), ['b:b', 't:t', 'a:a']);
    assert.deepEqual(ids(after(list('a', 't'), accepted)), ['t:t', 'a:a']);
  });

  it('are renamed and deleted from any tab', () => {
    const renamed = event('thread_renamed', { thread_id: 'a', title: 'A' }, {});
    const deleted = event('thread_deleted', { thread_id: 't' }, {});
    const state = after(list('t', 'a'), renamed, deleted);
    assert.deepEqual(ids(state), ['a:A']);
    assert.equal(state.conversations['t']?.status, 'missing');
  });

  it('are not made undone or brought back by a list that is older than the events', () => {
    const deleted = event('thread_deleted', { thread_id: 'a' }, {});
    assert.deepEqual(ids(after(created('b'), deleted, list('a', 't'))), ['b:b', 't:t']);
  });
});

describe('quota and service', () => {
  const quota = { used: 200, limit: 200, resets_at: AT };

  it('warnings hold until they are lifted', () => {
    const exceeded = event('quota_exceeded', { ...quota, upgrade_url: '/up' }, {});
    assert.equal(after(event('quota_warning', quota, {})).quota?.kind, 'warning');
    assert.equal(after(exceeded).quota?.upgradeUrl, '/up');
    assert.equal(after(exceeded, event('quota_lifted', {}, {})).quota, undefined);
  });

  it('trouble is named once, until the recovery', () => {
    const trouble = event('service_degraded', { service: 'llm' }, {});
    assert.deepEqual(after(trouble, trouble).degraded, ['llm']);
    assert.deepEqual(after(trouble, { kind: 'lost' }).degraded, []);
    assert.deepEqual(after(trouble, event('service_recovered', { service: 'llm' }, {})).degraded, []);
  });

  it('events without a meaning here change nothing', () => {
    assert.equal(after(event('pong', {}, {})), FRESH_CHAT);
  });
});

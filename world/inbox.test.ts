import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Hopeless, NeverHappened } from '../support/eventually';
import type { ServerFrame } from './contract/frames';
import { Inbox } from './inbox';

function frame(type: string, payload: Record<string, unknown> = {}, seq?: number): ServerFrame {
  return { type, payload, received_at: Date.now(), ...(seq === undefined ? {} : { seq }) };
}

describe('an inbox', () => {
  it('finds what came after the bookmark and nothing before it', async () => {
    const inbox = new Inbox('Ada');
    inbox.push(frame('pong', { n: 1 }));
    const mark = inbox.mark();
    inbox.push(frame('pong', { n: 2 }));
    const found = await inbox.after(mark).find('a pong', ({ type }) => type === 'pong', 1_000);
    assert.deepEqual(found.payload, { n: 2 });
    assert.deepEqual(
      inbox
        .after(mark)
        .all()
        .map(({ payload }) => payload),
      [{ n: 2 }],
    );
  });

  it('finds what arrives while it waits', async () => {
    const inbox = new Inbox('Ada');
    const waiting = inbox.after(inbox.mark()).find('a pong', ({ type }) => type === 'pong', 5_000);
    inbox.push(frame('error'));
    inbox.push(frame('pong'));
    assert.equal((await waiting).type, 'pong');
  });

  it('does not take an old frame for the answer to a new act', async () => {
    const inbox = new Inbox('Ada');
    inbox.push(frame('pong'));
    await assert.rejects(
      inbox.after(inbox.mark()).find('a pong', () => true, 30),
      NeverHappened,
    );
  });

  it('is not waited for once nothing can come any more, and says why; what came before is still found', async () => {
    const inbox = new Inbox('Ada');
    const slice = inbox.after(inbox.mark());
    inbox.push(frame('pong'));
    inbox.end('the chat was closed with 4004');
    inbox.end('and again');
    assert.equal((await slice.find('a pong', ({ type }) => type === 'pong', 60_000)).type, 'pong');
    await assert.rejects(
      slice.find('an answer', ({ type }) => type === 'final_report', 60_000),
      (cause: unknown) =>
        cause instanceof Hopeless &&
        cause.message.startsWith('Ada never got an answer: the chat was closed with 4004.'),
    );
  });

  it('waits no longer once something came after which there is nothing to wait for', async () => {
    const inbox = new Inbox('Ada');
    const mark = inbox.mark();
    inbox.push(frame('agent_error', { code: 'assistant_unavailable' }, 16));
    const failure = await inbox
      .after(mark)
      .find(
        'final_report',
        () => false,
        60_000,
        ({ type }) => type === 'agent_error',
      )
      .catch((cause: unknown) => cause);
    assert.match(
      String(failure),
      /Ada never got final_report: agent_error #16 "assistant_unavailable" came instead\.\nlast/,
    );
  });

  it('tells what was wanted, what came last and what came before', async () => {
    const inbox = new Inbox('Ada');
    const mark = inbox.mark();
    inbox.push(frame('agent_started', {}, 41));
    inbox.push(frame('partial_result', { content: 'and the third server' }, 42));
    const failure = await inbox
      .after(mark)
      .find('agent_completed for run 8f2c', ({ type }) => type === 'agent_completed', 30)
      .catch((cause: unknown) => cause);
    assert.ok(failure instanceof NeverHappened);
    const [title, wanted, last, before] = failure.message.split('\n');
    assert.match(title ?? '', /^Ada never got agent_completed for run 8f2c \(waited 0\.\d s, \d+ looks\)\.$/);
    assert.equal(wanted?.trim(), 'wanted   agent_completed for run 8f2c');
    assert.match(last ?? '', /last {5}partial_result #42 "and the third server", 0\.\d s ago/);
    assert.match(before ?? '', /before {3}agent_started #41/);
  });
});

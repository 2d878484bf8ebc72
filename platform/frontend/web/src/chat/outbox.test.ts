import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Outbox } from './outbox';

const ids = (outbox: Outbox) => outbox.due().map(({ clientId, thread }) => `${clientId}@${thread ?? 'new'}`);

describe('the outbox', () => {
  it('gives each message out once', () => {
    const outbox = new Outbox();
    outbox.add({ clientId: 'a', content: 'x', thread: 't' });
    assert.deepEqual(ids(outbox), ['a@t']);
    assert.deepEqual(ids(outbox), []);
  });

  it('gives what was not accepted out again after a lost connection, and nothing else', () => {
    const outbox = new Outbox();
    outbox.add({ clientId: 'a', content: 'x', thread: 't' });
    outbox.add({ clientId: 'b', content: 'y', thread: 't' });
    outbox.due();
    outbox.accepted('a', 't');
    outbox.lost();
    assert.deepEqual(ids(outbox), ['b@t']);
  });

  it('lets the first message make the thread that the others go into', () => {
    const outbox = new Outbox();
    for (const clientId of ['a', 'b', 'c']) outbox.add({ clientId, content: clientId, thread: undefined });
    assert.deepEqual(ids(outbox), ['a@new']);
    outbox.accepted('a', 't');
    assert.deepEqual(ids(outbox), ['b@t', 'c@t']);
  });

  it('does not let a refused message keep the others', () => {
    const outbox = new Outbox();
    outbox.add({ clientId: 'a', content: 'x', thread: undefined });
    outbox.add({ clientId: 'b', content: 'y', thread: undefined });
    outbox.due();
    outbox.refused('a');
    assert.deepEqual(ids(outbox), ['b@new']);
  });

  it("does not take another tab's message for its own", () => {
    assert.equal(new Outbox().accepted('elsewhere', 't'), undefined);
  });
});

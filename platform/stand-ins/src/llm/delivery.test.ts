import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { deliverAsStream, type Outlet } from './delivery';
import type { JournalEntry } from './journal';

test('the hold stands before the piece ahead of it can have reached anybody', async () => {
  const told: string[] = [];
  const entry = { outcome: 'under way', pieces: 0 } as JournalEntry;
  const flush: (() => void)[] = [];
  const slow = (what: string) => () => {
    told.push(what);
    return new Promise<void>((resolve) => flush.push(resolve));
  };
  const connection: Outlet = {
    gone: new AbortController().signal,
    open: async () => void told.push('open'),
    send: slow('piece'),
    json: () => undefined,
    end: async () => undefined,
    cut: () => undefined,
  };
  const hold = () => {
    told.push(`held after ${entry.pieces}`);
    return Promise.resolve({ pieces: undefined });
  };
  const delivery = {
    envelope: { id: 'x', created: 0, model: 'm' },
    pace: { chunkSize: 1, chunkDelayMs: 0, holdAfter: 1 },
    pieces: [{ content: 'a' }, { content: 'b' }],
    finish: 'stop',
    usage: undefined,
  } as const;

  void deliverAsStream(delivery, connection, hold, entry);
  // As long as nothing is flushed no piece has left, and the second is not written.
  for (let turns = 0; turns < 5; turns += 1) await turn();
  assert.deepEqual(told, ['open', 'piece', 'held after 1']);

  flush[0]?.();
  for (let turns = 0; turns < 5; turns += 1) await turn();
  assert.deepEqual(told, ['open', 'piece', 'held after 1', 'piece']);
});

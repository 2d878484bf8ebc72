import { createLogger } from '@reference/kit/logger';
import assert from 'node:assert/strict';
import { afterEach, describe, it, mock } from 'node:test';
import { digestOf } from '../storage/keys';
import { usageOf, type UsageRow } from './usage-event';
import type { Owed, UsageOutbox } from './usage-outbox';
import { UsageRelay } from './usage-relay';

/** Everything that could run by now has run. */
const settled = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

function rowOf(user_id: string, n: number): UsageRow {
  const run = { id: `run-${n}`, user_id, thread_id: 'thread', trace_id: 'trace' };
  return { event_id: `event-${n}`, event_time: '2026-11-21 04:10:52.123', ...usageOf('agent_step', run) };
}

/** The table, without the database under it: what `handOver` promises and no more. */
class OutboxInMemory implements UsageOutbox {
  readonly owed: Owed[] = [];
  /** The database goes away between an insert that arrived and the deletion from the outbox. */
  breakBeforeDeletion = false;

  add(...entries: (UsageRow | { departed: string })[]): void {
    for (const entry of entries) {
      const id = String(this.owed.length + 1);
      if ('departed' in entry) this.owed.push({ id, kind: 'deletion', digest: digestOf(entry.departed) });
      else this.owed.push({ id, kind: 'event', row: entry });
    }
  }

  async anythingOwed(): Promise<boolean> {
    return this.owed.length > 0;
  }

  async handOver(
    limit: number,
    send: (owed: readonly Owed[]) => Promise<readonly string[]>,
  ): Promise<number> {
    const oldest = this.owed.slice(0, limit);
    if (oldest.length === 0) return 0;
    const sent = await send(oldest);
    if (this.breakBeforeDeletion) {
      this.breakBeforeDeletion = false;
      throw new Error('Connection terminated unexpectedly');
    }
    this.owed.splice(0, this.owed.length, ...this.owed.filter(({ id }) => !sent.includes(id)));
    return sent.length;
  }
}

/** What ClickHouse does with it: the same event twice is one row, a digest takes its person's rows away. */
class AnalyticsInMemory {
  readonly rows = new Map<string, UsageRow>();
  readonly calls: string[] = [];
  away = false;

  async insert(rows: readonly UsageRow[]): Promise<void> {
    this.answer(`insert ${rows.length}`);
    for (const row of rows) this.rows.set(row.event_id, row);
  }

  async forget(digests: readonly string[]): Promise<void> {
    this.answer(`forget ${digests.length}`);
    for (const [id, { user_id }] of this.rows) if (digests.includes(digestOf(user_id))) this.rows.delete(id);
  }

  private answer(call: string): void {
    this.calls.push(call);
    if (this.away) throw new Error('connect ECONNREFUSED');
  }
}

describe('the usage relay', () => {
  let relay: UsageRelay;
  const logger = createLogger('backend', 'test', 'silent');

  function started() {
    const outbox = new OutboxInMemory();
    const analytics = new AnalyticsInMemory();
    mock.timers.enable({ apis: ['setTimeout'] });
    relay = new UsageRelay({ outbox, analytics, logger });
    return { outbox, analytics };
  }

  afterEach(async () => {
    await relay.stop();
    mock.timers.reset();
  });

  it('sends what is owed at its start, in one batch, and nothing twice', async () => {
    const { outbox, analytics } = started();
    outbox.add(rowOf('ada', 1), rowOf('bram', 2), rowOf('ada', 3));
    relay.start();
    await settled();
    relay.wake();
    await settled();
    assert.deepEqual(analytics.calls, ['insert 3']);
    assert.equal(outbox.owed.length, 0);
  });

  it('sends at once when woken, gathers for a moment after that, and looks by itself in the end', async () => {
    const { outbox, analytics } = started();
    relay.start();
    await settled();
    outbox.add(rowOf('ada', 1));
    relay.wake();
    await settled();
    assert.deepEqual(analytics.calls, ['insert 1'], 'at once');
    for (const n of [2, 3, 4]) {
      outbox.add(rowOf('ada', n));
      relay.wake();
      await settled();
    }
    assert.equal(analytics.calls.length, 1, 'not one by one');
    mock.timers.tick(100);
    await settled();
    assert.deepEqual(analytics.calls, ['insert 1', 'insert 3']);
    mock.timers.tick(100); // looks once more, finds nothing
    await settled();
    outbox.add(rowOf('ada', 5));
    mock.timers.tick(1_000);
    await settled();
    assert.equal(analytics.rows.size, 5, 'what nobody woke it for');
  });

  it('is content where another instance was faster', async () => {
    const { outbox, analytics } = started();
    outbox.anythingOwed = () => Promise.resolve(true);
    relay.start();
    await settled();
    assert.deepEqual(analytics.calls, []);
  });

  it('sends more than one batch holds in several, without a rest', async () => {
    const { outbox, analytics } = started();
    outbox.add(...Array.from({ length: 501 }, (_, n) => rowOf('ada', n)));
    relay.start();
    await settled();
    assert.deepEqual(analytics.calls, ['insert 500', 'insert 1']);
  });

  it('tries again after growing pauses while analytics is away, however often it is woken, and loses nothing', async () => {
    const { outbox, analytics } = started();
    analytics.away = true;
    outbox.add(rowOf('ada', 1));
    relay.start();
    await settled();
    for (const pause of [100, 200, 400, 800, 1_600, 2_000, 2_000]) {
      const before = analytics.calls.length;
      relay.wake();
      mock.timers.tick(pause - 1);
      await settled();
      assert.equal(analytics.calls.length, before, `nothing is tried before ${pause} ms are over`);
      mock.timers.tick(1);
      await settled();
      assert.equal(analytics.calls.length, before + 1, `something is tried after ${pause} ms`);
    }
    analytics.away = false;
    outbox.add(rowOf('ada', 2));
    mock.timers.tick(2_000);
    await settled();
    assert.deepEqual([...analytics.rows.keys()], ['event-1', 'event-2']);
    mock.timers.tick(100); // the moment after a batch
    await settled();
    outbox.add(rowOf('ada', 3));
    relay.wake();
    await settled();
    assert.equal(analytics.rows.size, 3, 'and is woken at once again');
  });

  it('sends again what arrived but was not noted, under the same id', async () => {
    const { outbox, analytics } = started();
    outbox.breakBeforeDeletion = true;
    outbox.add(rowOf('ada', 1));
    relay.start();
    await settled();
    mock.timers.tick(100);
    await settled();
    assert.deepEqual(analytics.calls, ['insert 1', 'insert 1']);
    assert.equal(analytics.rows.size, 1);
    assert.equal(outbox.owed.length, 0);
  });

  it('deletes people after all rows of the batch, each kind in one call', async () => {
    const { outbox, analytics } = started();
    outbox.add(
      rowOf('ada', 1),
      rowOf('bram', 2),
      { departed: 'ada' },
      { departed: 'cleo' },
      rowOf('bram', 3),
    );
    relay.start();
    await settled();
    assert.deepEqual(analytics.calls, ['insert 3', 'forget 2']);
    assert.deepEqual([...analytics.rows.keys()], ['event-2', 'event-3']);
  });

  it('makes up for a deletion that came while analytics was away', async () => {
    const { outbox, analytics } = started();
    outbox.add(rowOf('ada', 1));
    relay.start();
    await settled();
    analytics.away = true;
    outbox.add({ departed: 'ada' });
    mock.timers.tick(100);
    await settled();
    assert.equal(analytics.rows.size, 1);
    analytics.away = false;
    mock.timers.tick(100);
    await settled();
    assert.equal(analytics.rows.size, 0);
    assert.equal(outbox.owed.length, 0);
  });
});

import type { Logger } from '@reference/kit/logger';
import { inTrace, traceFrom } from '@reference/kit/trace';
import type { ChainableCommander } from 'ioredis';
import type { Kysely } from 'kysely';
import { Worker } from '../stores/worker';
import type { RedisKeys } from '../stores/keys';
import { AWAY, type OptionalRedis } from '../stores/optional-redis';
import type { Schema } from '../stores/schema';
import { anythingOwed, deletePublished, oldestOwed, takeRelayLock, type OwedEvent } from './outbox-table';

const BATCH = 100;
/** Consumers that are away for longer start from a snapshot. */
const STREAM_AGE_MS = 24 * 3600 * 1000;

interface Dependencies {
  db: Kysely<Schema>;
  redis: OptionalRedis;
  keys: RedisKeys;
  logger: Logger;
}

/**
 * Carries the outbox to the stream: at least once, in order per person, within milliseconds of the commit when woken
 * and within a second when not (another instance died, Redis was away).
 */
export function startRelay({ db, redis, keys, logger }: Dependencies): Worker {
  /** Returns how many were published, or AWAY and everything stays owed. */
  async function publishBatch(): Promise<number | typeof AWAY> {
    return db.transaction().execute(async (trx) => {
      await takeRelayLock(trx);
      const owed = await oldestOwed(trx, BATCH);
      if (owed.length === 0) return 0;
      const published = await redis.ask('events wait in the outbox', (connection) =>
        allOrNothing(owed.reduce(publishing(keys.stream), connection.multi())),
      );
      if (published === AWAY) return AWAY;
      await deletePublished(
        trx,
        owed.map(({ id }) => id),
      );
      owed.forEach(({ event }) => tell(event, logger));
      return owed.length;
    });
  }

  const relay = new Worker('outbox relay', logger, async () => {
    if (!(await anythingOwed(db))) return;
    let published = await publishBatch();
    while (published !== AWAY && published > 0) published = await publishBatch();
  });
  redis.onReturn(() => relay.wake());
  relay.start();
  return relay;
}

/** What an event revokes or deletes leaves the cache before the event is seen. */
function publishing(stream: string) {
  const oldest = Date.now() - STREAM_AGE_MS;
  return (commands: ChainableCommander, { event, forget }: OwedEvent): ChainableCommander => {
    if (forget.length > 0) commands.del(...forget);
    return commands.xadd(stream, 'MINID', '~', oldest, '*', 'event', JSON.stringify(event));
  };
}

async function allOrNothing(commands: ChainableCommander): Promise<void> {
  const replies = await commands.exec();
  if (replies === null) throw new Error('Redis dropped the transaction');
  for (const [error] of replies) if (error) throw error;
}

function tell(event: OwedEvent['event'], logger: Logger): void {
  inTrace(traceFrom(event.traceparent), () =>
    logger.info(
      { event_id: event.event_id, event_type: event.type, user_id: event.user_id, version: event.version },
      `published ${event.type}`,
    ),
  );
}

import type { Logger } from '@reference/kit/logger';
import type { Kysely } from 'kysely';
import { deleteOldLinks } from './links/links-table';
import { deleteOldAttempts } from './providers/attempts-table';
import { deleteOldOutcomes } from './providers/outcomes-table';
import { deleteLongExpired } from './sessions/refresh-tokens-table';
import { deleteLongEnded } from './sessions/sessions-table';
import type { Schema } from './stores/schema';

const EVERY_MS = 3600 * 1000;

/** Removes, once an hour, what nobody can use or ask about any more. Returns how to stop it. */
export function startHousekeeping(db: Kysely<Schema>, logger: Logger): () => void {
  const timer = setInterval(() => {
    const old = [deleteLongEnded, deleteLongExpired, deleteOldLinks, deleteOldAttempts, deleteOldOutcomes];
    Promise.all(old.map((remove) => remove(db))).catch((cause: unknown) =>
      logger.warn({ err: cause }, 'housekeeping was interrupted and is done again in an hour'),
    );
  }, EVERY_MS);
  return () => clearInterval(timer);
}

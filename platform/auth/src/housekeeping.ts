import type { Logger } from '@reference/kit/logger';
import type { Kysely } from 'kysely';
import { deleteOldLinks } from './links/links-table';
import { deleteLongExpired } from './sessions/refresh-tokens-table';
import { deleteLongEnded } from './sessions/sessions-table';
import type { Schema } from './stores/schema';

const EVERY_MS = 3600 * 1000;

/** Removes, once an hour, what nobody can use or ask about any more. Returns how to stop it. */
export function startHousekeeping(db: Kysely<Schema>, logger: Logger): () => void {
  const timer = setInterval(() => {
    Promise.all([deleteLongEnded(db), deleteLongExpired(db), deleteOldLinks(db)]).catch((cause: unknown) =>
      logger.warn({ err: cause }, 'housekeeping was interrupted and is done again in an hour'),
    );
  }, EVERY_MS);
  return () => clearInterval(timer);
}

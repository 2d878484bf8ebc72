import type { Transaction } from 'kysely';
import type { Db } from '../stores/change';
import type { Schema } from '../stores/schema';

/** A refresh token with what decides over it. */
export interface KnownRefreshToken {
  user_id: string;
  session_id: string;
  session_revoked_at: Date | null;
  expires_at: Date;
  spent_at: Date | null;
}

export async function insertRefreshToken(
  trx: Transaction<Schema>,
  token: Pick<Schema['refresh_tokens'], 'token_hash' | 'session_id' | 'issued_at' | 'expires_at'>,
): Promise<void> {
  await trx.insertInto('refresh_tokens').values(token).execute();
}

export async function refreshTokenByHash(db: Db, hash: Buffer): Promise<KnownRefreshToken | undefined> {
  return db
    .selectFrom('refresh_tokens')
    .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
    .select([
      'sessions.user_id',
      'sessions.id as session_id',
      'sessions.revoked_at as session_revoked_at',
      'refresh_tokens.expires_at',
      'refresh_tokens.spent_at',
    ])
    .where('token_hash', '=', hash)
    .executeTakeFirst();
}

export async function spendRefreshToken(trx: Transaction<Schema>, hash: Buffer): Promise<void> {
  await trx
    .updateTable('refresh_tokens')
    .set({ spent_at: new Date() })
    .where('token_hash', '=', hash)
    .execute();
}

/** Tokens of sessions that live on, spent and past the time at which anyone could still hold them. */
export async function deleteLongExpired(db: Db): Promise<void> {
  await db
    .deleteFrom('refresh_tokens')
    .where('expires_at', '<', new Date(Date.now() - 24 * 3600 * 1000))
    .execute();
}

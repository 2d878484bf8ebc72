import { sql } from 'kysely';
import { z } from 'zod';
import type { ProfileSettings, ProfileView } from '../contract/events';
import type { Connection } from '../storage/database';

export const profileSettings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** BCP 47. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'expected a language tag such as en or pt-BR' })
    .max(35)
    .default('en'),
  email_notifications: z.boolean().default(true),
});

/** What auth says of a person. */
export interface Identity {
  user_id: string;
  version: number;
  email: string;
  name: string;
  picture: string | null;
  email_verified: boolean;
  plan: string;
}

const WORKSPACE_NAME = 'Personal';

/** A person's profile with the workspace and complete settings, or undefined while the person is not known here. */
export async function findProfile(db: Connection, userId: string): Promise<ProfileView | undefined> {
  const row = await db
    .selectFrom('profiles')
    .innerJoin('workspaces', 'workspaces.user_id', 'profiles.user_id')
    .where('profiles.user_id', '=', userId)
    .select([
      'profiles.user_id',
      'email',
      'profiles.name',
      'picture',
      'email_verified',
      'plan',
      'version',
      'settings',
    ])
    .select(['workspaces.id as workspace_id', 'workspaces.name as workspace_name'])
    .executeTakeFirst();
  if (!row) return undefined;
  const { workspace_id, workspace_name, settings, ...identity } = row;
  return {
    ...identity,
    workspace: { id: workspace_id, name: workspace_name },
    settings: profileSettings.parse(settings),
  };
}

/** True where the person's row exists: nothing can be stored for anybody else. */
export async function isKnown(db: Connection, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('profiles')
    .where('user_id', '=', userId)
    .select('user_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns undefined while the person is not known here. */
export async function planOf(db: Connection, userId: string): Promise<string | undefined> {
  const row = await db.selectFrom('profiles').where('user_id', '=', userId).select('plan').executeTakeFirst();
  return row?.plan;
}

/** Takes over what auth says, unless something newer is known; a new person gets a default workspace. */
export async function saveIdentity(db: Connection, identity: Identity): Promise<{ changed: boolean }> {
  const { user_id, ...facts } = identity;
  const saved = await db
    .insertInto('profiles')
    .values(identity)
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ ...facts, updated_at: sql<Date>`now()` })
        .whereRef('excluded.version', '>', 'profiles.version'),
    )
    .executeTakeFirst();
  await db
    .insertInto('workspaces')
    .values({ user_id, name: WORKSPACE_NAME })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .execute();
  return { changed: (saved.numInsertedOrUpdatedRows ?? 0n) > 0n };
}

/** Merges the given settings into those stored; false where the person is not known. */
export async function saveSettings(
  db: Connection,
  userId: string,
  changes: Partial<ProfileSettings>,
): Promise<boolean> {
  const result = await db
    .updateTable('profiles')
    .set({
      settings: sql<string>`(settings::jsonb || ${JSON.stringify(changes)}::jsonb)::json`,
      updated_at: sql<Date>`now()`,
    })
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Removes a person and, by the foreign keys, everything of theirs. */
export async function deleteProfile(db: Connection, userId: string): Promise<void> {
  await db.deleteFrom('profiles').where('user_id', '=', userId).execute();
}

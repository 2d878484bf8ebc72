import { sql } from 'kysely';
import type { Connection, RunStatus } from '../storage/database';
import type { RunState } from './run-state';

/** How long an instance may be silent about a run before another one takes it. */
const LEASE = sql<Date>`now() + interval '3 seconds'`;
const UNFINISHED: RunStatus[] = ['queued', 'running'];

export interface RunIdentity {
  id: string;
  user_id: string;
  thread_id: string;
  trace_id: string;
}

export interface Run extends RunIdentity {
  message_id: string;
  attempts: number;
  /** null before the first step was done. */
  state: RunState | null;
}

export interface NewRun {
  thread_id: string;
  user_id: string;
  message_id: string;
  trace_id: string;
}

/** A name of its own, so that `owner`'s next look does not take it: what comes first has not been told yet. */
const untoldBy = (owner: string): string => `${owner}:untold`;

/** The run is kept back for `owner`, so that what must be told before it starts can be told; then comes `letStart`. */
export async function insertRun(db: Connection, run: NewRun, owner: string): Promise<string> {
  const row = await db
    .insertInto('runs')
    .values({ ...run, status: 'queued', state: null, lease_owner: untoldBy(owner), lease_until: LEASE })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/**
 * Takes runs that nobody works on: of each thread the earliest unfinished one, so that a thread's runs queue.
 * Instances that claim at the same time get different runs.
 */
export async function claimRuns(
  db: Connection,
  owner: string,
  held: readonly string[],
  limit: number,
): Promise<Run[]> {
  const { rows } = await sql<Run>`
    with next as (
      select r.id from runs r
      where r.status in ('queued', 'running')
        and (r.lease_until is null or r.lease_until < now() or r.lease_owner = ${owner})
        and r.id <> all(${held}::uuid[])
        and not exists (
          select 1 from runs earlier
          where earlier.thread_id = r.thread_id
            and earlier.status in ('queued', 'running')
            and earlier.position < r.position)
      order by r.position
      limit ${limit}
      for update of r skip locked)
    update runs
    set status = 'running', lease_owner = ${owner}, lease_until = ${LEASE}, attempts = attempts + 1, updated_at = now()
    from next where runs.id = next.id
    returning runs.id, thread_id, user_id, message_id, trace_id, attempts, state`.execute(db);
  return rows;
}

/** @returns those of the runs that are still the owner's; the others were stopped, deleted or taken. */
export async function renewLeases(db: Connection, owner: string, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .updateTable('runs')
    .set({ lease_until: LEASE })
    .where('id', 'in', ids)
    .where('lease_owner', '=', owner)
    .where('status', '=', 'running')
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** False where the run is not the owner's any more: its work must not go on. */
export async function saveState(
  db: Connection,
  owner: string,
  id: string,
  state: RunState,
): Promise<boolean> {
  const result = await db
    .updateTable('runs')
    .set({ state: JSON.stringify(state), updated_at: sql<Date>`now()`, lease_until: LEASE })
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('status', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Ends the owner's run; false where it is not the owner's any more. */
export async function finishRun(
  db: Connection,
  owner: string,
  id: string,
  status: 'completed' | 'failed',
): Promise<boolean> {
  const result = await db
    .updateTable('runs')
    .set({ status, lease_owner: null, lease_until: null, updated_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('status', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Gives a run back, for any instance to take up after a pause (seconds). */
export async function releaseRun(db: Connection, owner: string, id: string, pause: number): Promise<void> {
  await db
    .updateTable('runs')
    .set({ lease_owner: null, lease_until: sql<Date>`now() + make_interval(secs => ${pause})` })
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('status', 'in', UNFINISHED)
    .execute();
}

/** What comes before the run has been told: `owner` may take it. Where this is never said, anybody may when the lease is over. */
export async function letStart(db: Connection, owner: string, id: string): Promise<void> {
  await db
    .updateTable('runs')
    .set({ lease_owner: owner })
    .where('id', '=', id)
    .where('lease_owner', '=', untoldBy(owner))
    .execute();
}

/** Frees at once everything held by owners whose names begin so: one process, or all an instance ever had. */
export async function releaseHeldBy(db: Connection, ownerPrefix: string): Promise<void> {
  await db
    .updateTable('runs')
    .set({ lease_owner: null, lease_until: null })
    .where('status', 'in', UNFINISHED)
    .where(sql<boolean>`starts_with(lease_owner, ${ownerPrefix})`)
    .execute();
}

/** Ends a person's run whoever works on it. @returns undefined where it is not under way. */
export async function stopRun(db: Connection, userId: string, id: string): Promise<RunIdentity | undefined> {
  return db
    .updateTable('runs')
    .set({ status: 'stopped', lease_owner: null, lease_until: null, updated_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('status', 'in', UNFINISHED)
    .returning(['id', 'user_id', 'thread_id', 'trace_id'])
    .executeTakeFirst();
}

export async function unfinishedRunsOf(db: Connection, userId: string, threadId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('runs')
    .where('user_id', '=', userId)
    .where('thread_id', '=', threadId)
    .where('status', 'in', UNFINISHED)
    .select('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The latest attempt to answer a message. */
export async function latestRunFor(
  db: Connection,
  userId: string,
  messageId: string,
): Promise<{ id: string; status: RunStatus } | undefined> {
  return db
    .selectFrom('runs')
    .where('user_id', '=', userId)
    .where('message_id', '=', messageId)
    .orderBy('position', 'desc')
    .select(['id', 'status'])
    .executeTakeFirst();
}

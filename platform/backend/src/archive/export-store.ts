import { sql } from 'kysely';
import type { Connection } from '../storage/database';
import type { ArchivedLine, FormatName } from './archive';

/** How long an instance may be silent about an export that it makes before another one takes it over. */
const LEASE = sql<Date>`now() + interval '30 seconds'`;

/** As `/api/exports` shows it. */
export interface ExportView {
  readonly id: string;
  readonly format: FormatName;
  readonly status: 'making' | 'ready' | 'failed';
  readonly messages: number;
  readonly bytes: number;
  readonly created_at: string;
  readonly expires_at: string;
}

export interface ExportJob {
  readonly id: string;
  readonly user_id: string;
  readonly format: FormatName;
  readonly trace_id: string;
}

const VIEW = ['id', 'format', 'status', 'messages', 'bytes', 'created_at', 'expires_at'] as const;

type ViewRow = Omit<ExportView, 'bytes' | 'created_at' | 'expires_at'> & {
  readonly bytes: string;
  readonly created_at: Date;
  readonly expires_at: Date;
};

function viewOf({ bytes, created_at, expires_at, ...row }: ViewRow): ExportView {
  return {
    ...row,
    bytes: Number(bytes),
    created_at: created_at.toISOString(),
    expires_at: expires_at.toISOString(),
  };
}

function exportsOf(db: Connection, userId: string) {
  return db
    .selectFrom('exports')
    .where('user_id', '=', userId)
    .where('expires_at', '>', sql<Date>`now()`);
}

/** A new export takes the place of the person's earlier ones of that format. */
export async function insertExport(
  db: Connection,
  { user_id, format, trace_id }: Omit<ExportJob, 'id'>,
): Promise<ExportView> {
  await db.deleteFrom('exports').where('user_id', '=', user_id).where('format', '=', format).execute();
  const row = await db
    .insertInto('exports')
    .values({ user_id, format, trace_id, status: 'making', lease_until: LEASE })
    .returning(VIEW)
    .executeTakeFirstOrThrow();
  return viewOf(row);
}

/** Newest first. */
export async function listExports(db: Connection, userId: string): Promise<ExportView[]> {
  const rows = await exportsOf(db, userId).select(VIEW).orderBy('created_at', 'desc').execute();
  return rows.map(viewOf);
}

export async function findExport(
  db: Connection,
  userId: string,
  id: string,
): Promise<ExportView | undefined> {
  const row = await exportsOf(db, userId).where('id', '=', id).select(VIEW).executeTakeFirst();
  return row && viewOf(row);
}

/** Those that nobody makes any more, for this instance to make. */
export async function takeOverAbandoned(db: Connection): Promise<ExportJob[]> {
  const { rows } = await sql<ExportJob>`
    update exports set lease_until = ${LEASE}
    where id in (select id from exports where status = 'making' and lease_until < now() for update skip locked)
    returning id, user_id, format, trace_id`.execute(db);
  return rows;
}

/** False where the export is gone: its person is, or something that it would hold was deleted. */
export async function renewExport(db: Connection, id: string): Promise<boolean> {
  const result = await db
    .updateTable('exports')
    .set({ lease_until: LEASE })
    .where('id', '=', id)
    .where('status', '=', 'making')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function finishExport(
  db: Connection,
  id: string,
  made: { status: 'ready'; messages: number; bytes: number } | { status: 'failed' },
): Promise<void> {
  await db.updateTable('exports').set(made).where('id', '=', id).execute();
}

export async function insertPart(
  db: Connection,
  export_id: string,
  part: number,
  content: string,
): Promise<void> {
  await db.insertInto('export_parts').values({ export_id, part, content }).execute();
}

/** What a making that broke off has left. */
export async function deleteParts(db: Connection, exportId: string): Promise<void> {
  await db.deleteFrom('export_parts').where('export_id', '=', exportId).execute();
}

export async function readPart(db: Connection, exportId: string, part: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('export_parts')
    .where('export_id', '=', exportId)
    .where('part', '=', part)
    .select('content')
    .executeTakeFirst();
  return row?.content;
}

/** Whatever the person deletes must not live on in a file of theirs. Belongs in the transaction that deletes it. */
export async function withdrawExports(db: Connection, userId: string): Promise<void> {
  await db.deleteFrom('exports').where('user_id', '=', userId).execute();
}

export async function deleteExpired(db: Connection): Promise<void> {
  await db
    .deleteFrom('exports')
    .where('expires_at', '<', sql<Date>`now()`)
    .execute();
}

/** Begins to read the lines of a person's file, in its order; they are sorted once, where they lie. For one transaction. */
export async function openLines(tx: Connection, userId: string): Promise<void> {
  // A cursor takes no parameters: the person comes from the row of the profile, by a setting of this transaction.
  await sql`select set_config('backend.exporting', ${userId}, true)`.execute(tx);
  await sql`
    declare archive_lines no scroll cursor for
    select t.id, t.title, t.created_at as thread_created, m.role, m.content, m.created_at as said
    from threads t left join messages m on m.thread_id = t.id
    where t.user_id = current_setting('backend.exporting')
    order by t.created_at, t.id, m.position`.execute(tx);
}

/** The next lines; fewer than asked for, or none, at the end. */
export async function nextLines(tx: Connection, limit: number): Promise<ArchivedLine[]> {
  const { rows } = await sql<LineRow>`fetch forward ${sql.lit(limit)} from archive_lines`.execute(tx);
  return rows.map(lineOf);
}

interface LineRow {
  readonly id: string;
  readonly title: string;
  readonly thread_created: Date;
  readonly role: 'user' | 'assistant' | null;
  readonly content: string | null;
  readonly said: Date | null;
}

function lineOf({ id, title, thread_created, role, content, said }: LineRow): ArchivedLine {
  const thread = { id, title, created_at: thread_created.toISOString() };
  if (role === null || content === null || said === null) return { thread, message: null };
  return { thread, message: { role, content, created_at: said.toISOString() } };
}

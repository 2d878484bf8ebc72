import { Kysely, PostgresDialect, type ColumnType, type Generated, type Transaction } from 'kysely';
import type { Pool } from 'pg';

type CreatedAt = ColumnType<Date, never, never>;
/** Of what may have been made elsewhere. */
type BroughtAt = ColumnType<Date, string | undefined, never>;
type UpdatedAt = ColumnType<Date, never, Date>;
/** A json column: read as a value, written as its text. */
type Json<T> = ColumnType<T, string, string>;

export interface ProfilesTable {
  user_id: string;
  email: string;
  name: string;
  picture: string | null;
  email_verified: boolean;
  plan: string;
  version: number;
  settings: ColumnType<Record<string, unknown>, string | undefined, string>;
  created_at: CreatedAt;
  updated_at: UpdatedAt;
}

export interface WorkspacesTable {
  id: Generated<string>;
  user_id: string;
  name: string;
  created_at: CreatedAt;
}

export interface ThreadsTable {
  id: Generated<string>;
  user_id: string;
  title: string;
  created_at: BroughtAt;
  updated_at: UpdatedAt;
}

export interface MessagesTable {
  id: Generated<string>;
  /** bigint, as pg gives it: a decimal string. */
  position: ColumnType<string, never, never>;
  thread_id: string;
  user_id: string;
  role: 'user' | 'assistant';
  content: string;
  client_message_id: string | null;
  run_id: string | null;
  created_at: BroughtAt;
}

export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'stopped';

export interface RunsTable {
  id: Generated<string>;
  position: ColumnType<string, never, never>;
  thread_id: string;
  user_id: string;
  message_id: string;
  status: RunStatus;
  state: Json<unknown> | null;
  attempts: Generated<number>;
  trace_id: string;
  lease_owner: string | null;
  lease_until: ColumnType<Date | null, Date | null, Date | null>;
  created_at: CreatedAt;
  updated_at: UpdatedAt;
}

export interface UsageOutboxTable {
  /** bigint, as pg gives it: a decimal string. */
  id: ColumnType<string, never, never>;
  event_id: Generated<string>;
  user_id: string | null;
  event: Json<unknown> | null;
  deleted_digest: string | null;
}

export interface ExportsTable {
  id: Generated<string>;
  user_id: string;
  format: 'json' | 'csv';
  status: 'making' | 'ready' | 'failed';
  messages: Generated<number>;
  /** bigint, as pg gives it: a decimal string. */
  bytes: ColumnType<string, never, number>;
  trace_id: string;
  lease_until: Date;
  created_at: CreatedAt;
  expires_at: ColumnType<Date, never, never>;
}

export interface ExportPartsTable {
  export_id: string;
  part: number;
  content: string;
}

export interface Tables {
  profiles: ProfilesTable;
  workspaces: WorkspacesTable;
  processed_events: { event_id: string; processed_at: ColumnType<Date, never, never> };
  departed_users: { user_digest: string; departed_at: ColumnType<Date, never, never> };
  threads: ThreadsTable;
  messages: MessagesTable;
  runs: RunsTable;
  usage_outbox: UsageOutboxTable;
  exports: ExportsTable;
  export_parts: ExportPartsTable;
  subscriptions: { subscription_id: string; user_id: string; plan: string; ended: boolean };
  usage_counters: { user_id: string; period: string; messages: number };
}

export type Database = Kysely<Tables>;
/** For what must happen whole or not at all; a store takes either. */
export type Connection = Database | Transaction<Tables>;

export function openDatabase(pool: Pool): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { UserEvent } from '../outbox/events';
import type { SignInRefusal } from '../providers/refusal';

export type LinkPurpose = 'verify_email' | 'reset_password';

/** The database, table by table, as migrations/ lays it out. */
export interface Schema {
  users: {
    id: string;
    email: string;
    name: string;
    picture: string | null;
    password_hash: string | null;
    email_verified: Generated<boolean>;
    plan: Generated<string>;
    version: Generated<number>;
    event_version: Generated<number>;
    created_at: Date;
    updated_at: Date;
  };
  sessions: {
    id: string;
    user_id: string;
    device: string;
    created_at: Date;
    last_used_at: Date;
    expires_at: Date;
    revoked_at: Date | null;
    revoked_reason: string | null;
  };
  refresh_tokens: {
    token_hash: Buffer;
    session_id: string;
    issued_at: Date;
    expires_at: Date;
    spent_at: Date | null;
  };
  links: {
    token_hash: Buffer;
    user_id: string;
    purpose: LinkPurpose;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
  };
  identities: {
    provider: string;
    subject: string;
    user_id: string;
    name: string;
    picture: string | null;
    created_at: Date;
    last_used_at: Date;
  };
  sign_in_attempts: {
    state_hash: Buffer;
    browser_hash: Buffer;
    provider: string;
    nonce: string;
    code_verifier: string;
    expires_at: Date;
    answered_at: Date | null;
  };
  sign_in_outcomes: {
    code_hash: Buffer;
    browser_hash: Buffer;
    provider: string;
    user_id: string | null;
    refusal: JSONColumnType<SignInRefusal> | null;
    expires_at: Date;
    redeemed_at: Date | null;
  };
  mail_jobs: {
    id: ColumnType<string, never, never>;
    user_id: string;
    purpose: LinkPurpose;
    traceparent: string;
    attempts: Generated<number>;
    due_at: Date;
    created_at: Date;
  };
  outbox: {
    id: ColumnType<string, never, never>;
    event: JSONColumnType<UserEvent>;
    forget: string[];
  };
}

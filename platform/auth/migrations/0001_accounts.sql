-- People, as they sign in. `version` is the profile's (If-Match); `event_version` numbers what leaves on the stream.
create table users (
  id uuid primary key,
  email text not null unique,
  name text not null,
  picture text,
  password_hash text, -- absent for people who only ever sign in through a provider
  email_verified boolean not null default false,
  plan text not null default 'free',
  version integer not null default 1,
  event_version integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- One row per sign-in: a device. A revoked session keeps its row until housekeeping, so that its refresh token is
-- told why it opens nothing.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  device text not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text
);
create index sessions_user_id on sessions (user_id);

-- A session's family of refresh tokens: one that is unspent, and those that came before it.
create table refresh_tokens (
  token_hash bytea primary key, -- SHA-256; the token itself is never stored
  session_id uuid not null references sessions on delete cascade,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz
);
create index refresh_tokens_session_id on refresh_tokens (session_id);

-- Links sent by mail, good once.
create table links (
  token_hash bytea primary key, -- SHA-256, likewise
  user_id uuid not null references users on delete cascade,
  purpose text not null check (purpose in ('verify_email', 'reset_password')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index links_user_id on links (user_id);

-- Mail that is owed. The link is made when the mail is sent, so no usable token ever lies here.
create table mail_jobs (
  id bigint generated always as identity primary key,
  user_id uuid not null references users on delete cascade,
  purpose text not null check (purpose in ('verify_email', 'reset_password')),
  traceparent text not null,
  attempts integer not null default 0,
  due_at timestamptz not null,
  created_at timestamptz not null
);
create index mail_jobs_due_at on mail_jobs (due_at);
create index mail_jobs_user_id on mail_jobs (user_id);

-- Events that are owed to the stream, written with the change they tell of and deleted once published.
-- No reference to users: the event of a deletion outlives the person.
create table outbox (
  id bigint generated always as identity primary key,
  event jsonb not null,
  forget text[] not null -- Redis keys that must be gone before the event is seen
);

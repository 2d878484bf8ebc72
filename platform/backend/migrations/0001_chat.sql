-- Up Migration

-- The read side of auth's users. Everything that belongs to a person hangs on this row and goes with it.
create table profiles (
  user_id text primary key,
  email text not null,
  name text not null,
  picture text,
  email_verified boolean not null,
  plan text not null,
  version integer not null,
  settings json not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table workspaces (
  id uuid primary key default gen_random_uuid(),
  user_id text not null unique references profiles on delete cascade,
  name text not null,
  created_at timestamptz not null default now()
);

-- Events of the stream `user-events` that were taken in: a redelivery changes nothing.
create table processed_events (
  event_id text primary key,
  processed_at timestamptz not null default now()
);

-- Deleted people, by the SHA-256 of their id: an event that comes late does not bring them back.
create table departed_users (
  user_digest text primary key,
  departed_at timestamptz not null default now()
);

create table threads (
  id uuid primary key default gen_random_uuid(),
  user_id text not null references profiles on delete cascade,
  title text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index threads_of_user on threads (user_id, updated_at desc);

create table messages (
  id uuid primary key default gen_random_uuid(),
  position bigint generated always as identity,
  thread_id uuid not null references threads on delete cascade,
  user_id text not null references profiles on delete cascade,
  role text not null check (role in ('user', 'assistant')),
  content text not null,
  client_message_id text,
  run_id uuid,
  created_at timestamptz not null default now(),
  unique (user_id, client_message_id)
);
create index messages_of_thread on messages (thread_id, position);

-- One answer in the making. `state` is saved after each step; whoever holds the lease works on it.
create table runs (
  id uuid primary key default gen_random_uuid(),
  position bigint generated always as identity,
  thread_id uuid not null references threads on delete cascade,
  user_id text not null references profiles on delete cascade,
  message_id uuid not null references messages on delete cascade,
  status text not null check (status in ('queued', 'running', 'completed', 'failed', 'stopped')),
  state json,
  attempts integer not null default 0,
  trace_id text not null,
  lease_owner text,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index runs_unfinished on runs (thread_id, position) where status in ('queued', 'running');
create index runs_of_message on runs (message_id, position);

-- Messages a person sent in a calendar month (UTC); deleting a thread gives nothing back.
create table usage_counters (
  user_id text not null references profiles on delete cascade,
  period date not null,
  messages integer not null default 0,
  primary key (user_id, period)
);

-- Down Migration

drop table usage_counters, runs, messages, threads, departed_users, processed_events, workspaces, profiles;

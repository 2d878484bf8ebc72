-- Up Migration

-- What people take along: a file with everything that was said, made once and kept for a day.
create table exports (
  id uuid primary key default gen_random_uuid(),
  user_id text not null references profiles on delete cascade,
  format text not null check (format in ('json', 'csv')),
  status text not null check (status in ('making', 'ready', 'failed')),
  messages integer not null default 0,
  bytes bigint not null default 0,
  trace_id text not null,
  lease_until timestamptz not null, -- who makes it renews this; when it has passed, any instance takes the making over
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '1 day'
);
create index exports_of_user on exports (user_id, created_at desc);
create index exports_unfinished on exports (lease_until) where status = 'making';

-- The file, in pieces of a few dozen messages: neither making nor sending it needs it whole in memory.
create table export_parts (
  export_id uuid not null references exports on delete cascade,
  part integer not null,
  content text not null,
  primary key (export_id, part)
);

-- An analytics deletion may be owed for a conversation as well as for a person; both are named by a digest alone.
alter table usage_outbox rename column departed_digest to deleted_digest;

-- Down Migration

alter table usage_outbox rename column deleted_digest to departed_digest;
drop table export_parts, exports;

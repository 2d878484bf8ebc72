-- Up Migration

-- What is owed to analytics, written with the change it tells of and deleted once it arrived there: an event of a
-- person, or that a person is gone.
create table usage_outbox (
  id bigint generated always as identity primary key,
  event_id uuid not null default gen_random_uuid(), -- the same however often it is sent: a repetition counts once
  user_id text, -- no reference: a run is locked when its event is written, and would wait for its person's deletion
  event json,
  departed_digest text, -- SHA-256 of the id of a person who is gone: says whose rows to delete and does not name them
  check ((user_id is null) = (event is null)),
  check ((event is null) <> (departed_digest is null))
);
create index usage_outbox_of_user on usage_outbox (user_id);

-- Down Migration

drop table usage_outbox;

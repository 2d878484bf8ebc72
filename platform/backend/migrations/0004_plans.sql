-- Up Migration

-- What people pay for, by the payment provider's word. An end is kept: a beginning that is told after it changes nothing.
create table subscriptions (
  subscription_id text primary key,
  user_id text not null references profiles on delete cascade,
  plan text not null,
  ended boolean not null
);
create index subscriptions_of_user on subscriptions (user_id);

-- Down Migration

drop table subscriptions;

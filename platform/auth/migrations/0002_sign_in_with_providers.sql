-- Who a person is at an identity provider. `name` and `picture` as the provider told them last: what changed there since
-- is taken over, what the person changed here stays.
create table identities (
  provider text not null,
  subject text not null, -- the provider's own id of the person, which outlives their address
  user_id uuid not null references users on delete cascade,
  name text not null,
  picture text,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (provider, subject)
);
create index identities_user_id on identities (user_id);

-- Sign-ins that were begun: what the provider's answer will be compared with. Of a state and of the browser only hashes.
create table sign_in_attempts (
  state_hash bytea primary key,
  browser_hash bytea not null, -- of the cookie of whoever began it
  provider text not null,
  nonce text not null,
  code_verifier text not null,
  expires_at timestamptz not null,
  answered_at timestamptz
);

-- What came of them, until the page that the browser is sent back to has asked for it, once.
create table sign_in_outcomes (
  code_hash bytea primary key,
  browser_hash bytea not null,
  provider text not null,
  user_id uuid references users on delete cascade,
  refusal jsonb, -- why there is no user
  expires_at timestamptz not null,
  redeemed_at timestamptz,
  check ((user_id is null) <> (refusal is null))
);
create index sign_in_outcomes_user_id on sign_in_outcomes (user_id);

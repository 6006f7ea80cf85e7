-- A client is known by an id that is no secret. Of the living no two have one name.
alter table token
    add column id         uuid not null default gen_random_uuid() unique,
    add column revoked_at timestamptz;
-- Doubles of before: the later ones get another name.
update token t set name = t.name || '-' || left(t.hash, 8)
where not t.revoked and exists (
    select from token o where o.name = t.name and not o.revoked and (o.created, o.hash) < (t.created, t.hash));
create unique index token_living_name on token (name) where not revoked;

-- People who signed in with a personal token.
create table session (
    hash      text primary key, -- SHA-256 of the cookie's value; the value itself is nowhere
    token     text        not null references token (hash) on delete cascade,
    rights    text        not null, -- what the token carried at the sign-in: when that changes, the session ends
    signed_in timestamptz not null default now(),
    used      timestamptz not null default now()
);
create index session_token on session (token);
create index session_used on session (used);

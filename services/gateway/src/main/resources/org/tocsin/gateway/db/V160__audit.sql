-- What was done and what was refused (ADR 0020). An entry waits here, written in the commit of its act, until it is sealed.
create table audit_pending (
    id    bigint generated always as identity primary key,
    entry text not null
);

-- The chain. What is searched by is read from the entry itself, so it cannot say anything else.
create table audit (
    seq   bigint primary key,
    entry text not null,
    hash  text not null,
    at    text collate "C" generated always as (entry::jsonb ->> 'at') stored,
    act   text collate "C" generated always as (entry::jsonb ->> 'act') stored,
    actor text generated always as (entry::jsonb #>> '{actor,name}') stored
);
create index audit_at on audit (at);
create index audit_act on audit (act, seq);
create index audit_actor on audit (actor, seq);

create function audit_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is append-only' using errcode = 'restrict_violation';
end
$$;
create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_append_only();

-- The last link, locked by whoever seals: one at a time, on any number of replicas. The way of an alert never touches it.
create table audit_head (
    seq  bigint not null,
    hash text   not null
) with (fillfactor = 10);
insert into audit_head values (0, repeat('0', 64));

-- Links that the other members were told of, and what they told of theirs.
create table audit_checkpoint (
    number bigint      primary key,
    seq    bigint      not null,
    hash   text        not null,
    at     timestamptz not null
);
create trigger audit_append_only before update or delete or truncate on audit_checkpoint
    for each statement execute function audit_append_only();

create table audit_of_partner (
    member    text        primary key,
    number    bigint      not null,
    hash      text        not null,
    issued    timestamptz not null, -- by the partner's clock, of the message that told it
    warning   text,                 -- went-back or rewritten, the last one seen
    warned_at timestamptz
);

-- A member's memory. Rows of event are never changed: what is shown is folded from them.

-- Signed bytes, once each. Base64 does not compress, so it is not tried. Deletion by law clears jws and keeps the digest.
create table message (
    digest      text primary key,
    type        text        not null,
    jws         bytea,
    appended_at timestamptz -- when the broker appended the original; unknown for our own
);
alter table message alter column jws set storage external;

-- One row, locked until commit: the order of numbers is the order of commits, on any number of replicas (ADR 0006).
create table event_counter (last bigint not null) with (fillfactor = 10);
insert into event_counter values (0);

create table event (
    id        bigint primary key,
    key       text        not null constraint event_key unique,
    kind      text        not null,
    direction text,
    alert     text,
    revision  int,
    members   text        not null,
    digest    text,
    at        timestamptz not null,
    data      text        not null
);
create index event_alert on event (alert, kind, revision);
create index event_list on event (direction, id) where kind = 'alert';

-- Numbers and stores the events whose keys are new; with strict, a known key fails the statement instead. A function,
-- since each of its statements must see what was committed while it waited for the counter.
create function append_events(
    keys text[], kinds text[], directions text[], alerts text[], revisions int[], memberses text[], digests text[],
    ats timestamptz[], datas text[], strict boolean)
returns table (ord int, id bigint) language plpgsql as $$
declare
    base bigint;
    added int;
begin
    if coalesce(array_length(keys, 1), 0) = 0 then
        return;
    end if;
    select last into base from event_counter for update;
    return query
        with fresh as (
            select base + row_number() over (order by i.ord) as id, i.*
            from unnest(keys, kinds, directions, alerts, revisions, memberses, digests, ats, datas)
                with ordinality as i (key, kind, direction, alert, revision, members, digest, at, data, ord)
            where strict or not exists (select 1 from event e where e.key = i.key)
        ), inserted as (
            insert into event (id, key, kind, direction, alert, revision, members, digest, at, data)
            select f.id, f.key, f.kind, f.direction, f.alert, f.revision, f.members, f.digest, f.at, f.data
            from fresh f
            returning event.id
        )
        select f.ord::int, i.id from inserted i join fresh f on f.id = i.id order by i.id;
    get diagnostics added = row_count;
    update event_counter set last = base + added;
end
$$;

-- What this member still owes to others: a message is sent again until each addressee's receipt.
create table owed (
    digest       text        not null,
    member       text        not null,
    topic        text        not null,
    record_key   text        not null,
    attempts     int         not null default 0,
    next_attempt timestamptz not null,
    expires      timestamptz not null,
    primary key (digest, member)
);
create index owed_due on owed (next_attempt);

create table idempotency_key (
    token   text        not null,
    key     text        not null,
    request text        not null, -- digest of the request it was used for
    status  int         not null,
    reply   bytea       not null,
    at      timestamptz not null default now(),
    constraint idempotency_key_used_once primary key (token, key)
);
create index idempotency_key_age on idempotency_key (at);

create table token (
    hash    text primary key, -- SHA-256 of the token; the token itself is nowhere
    name    text        not null,
    roles   text        not null,
    created timestamptz not null default now(),
    expires timestamptz not null,
    revoked boolean     not null default false
);

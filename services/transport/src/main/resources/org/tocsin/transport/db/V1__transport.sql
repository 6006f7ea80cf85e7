-- What every service keeps of its transport. Positions and data move in one statement (ADR 0004).

create table position (
    topic     text   not null,
    topic_id  text   not null, -- a recreated topic has another id and is read from its start
    partition int    not null,
    next      bigint not null,
    primary key (topic, topic_id, partition)
);

-- Moves every position from exactly where the caller stood, or none: a zombie, or a replica that lost a batch, is
-- refused with TS001 and reads its positions again. Rows are locked in one order, so two listeners cannot deadlock.
create function tocsin_advance(topics text[], topic_ids text[], partitions int[], expected bigint[], nexts bigint[])
returns boolean language plpgsql as $$
declare
    moved int;
begin
    perform 1 from position p
      join unnest(topics, topic_ids, partitions) as w (topic, topic_id, partition)
        using (topic, topic_id, partition)
      order by p.topic, p.partition for update of p;
    update position p set next = w.next
      from unnest(topics, topic_ids, partitions, expected, nexts) as w (topic, topic_id, partition, expected, next)
     where p.topic = w.topic and p.topic_id = w.topic_id and p.partition = w.partition and p.next = w.expected;
    get diagnostics moved = row_count;
    if moved <> coalesce(array_length(topics, 1), 0) then
        raise exception 'positions moved meanwhile' using errcode = 'TS001';
    end if;
    return true;
end
$$;

create table quarantine (
    id             bigint generated always as identity primary key,
    quarantined_at timestamptz not null default now(),
    topic          text        not null,
    partition      int         not null,
    position       bigint      not null,
    appended_at    timestamptz not null,
    state          text        not null check (state in ('refused', 'waiting')),
    reason         text        not null,
    digest         text,
    record_key     bytea,
    record_value   bytea,
    unique (topic, partition, position, appended_at)
);
create index quarantine_waiting on quarantine (reason, id) where state = 'waiting';

create table directory_record (
    member text  primary key,
    entry  int   not null,
    jws    bytea not null
);

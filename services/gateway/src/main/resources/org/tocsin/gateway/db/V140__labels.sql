-- The label of what an event is about, beside the event: whoever reads decides by it without looking further (ADR 0015).
-- An alert's event has its own; any other has that of the revision it is about. Without one, it is about no alert that
-- is held here, and says no more than that the alert was sent.
alter table event add column tlp text;

create function tlp_strictness(tlp text) returns int immutable strict parallel safe language sql as $$
    select array_position(array['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'], tlp)
$$;

update event set tlp = data::json ->> 'tlp' where kind = 'alert';
update event set tlp = coalesce(
    (select e.tlp from event e where e.alert = event.alert and e.kind = 'alert' and e.revision = event.revision),
    (select e.tlp from event e where e.alert = event.alert and e.kind = 'alert'
     order by tlp_strictness(e.tlp) desc limit 1))
where kind <> 'alert' and alert is not null;

drop function append_events(text[], text[], text[], text[], int[], text[], text[], timestamptz[], text[], boolean);

-- As in V101, with the label of each event. For what is not an alert that is the label of its revision, which may come
-- in the same commit or be held already; of a revision that is not held, the strictest of those that are; of an alert of
-- which nothing is held, what the writer says in tlps. A service of the version before says nothing there.
create function append_events(
    keys text[], kinds text[], directions text[], alerts text[], revisions int[], memberses text[], digests text[],
    ats timestamptz[], datas text[], strict boolean, tlps text[] default null)
returns table (ord int, id bigint, tlp text) language plpgsql as $$
declare
    base bigint;
    added int;
begin
    if coalesce(array_length(keys, 1), 0) = 0 then
        return;
    end if;
    select last into base from event_counter for update;
    return query
        with given as (
            select i.key, i.kind, i.direction, i.alert, i.revision, i.members, i.digest, i.at, i.data, i.ord,
                   case when i.kind = 'alert' then coalesce(i.tlp, i.data::json ->> 'tlp') else i.tlp end as tlp
            from unnest(keys, kinds, directions, alerts, revisions, memberses, digests, ats, datas, tlps)
                with ordinality as i (key, kind, direction, alert, revision, members, digest, at, data, tlp, ord)
            where strict or not exists (select 1 from event e where e.key = i.key)
        ), fresh as (
            select base + row_number() over (order by g.ord) as id,
                   g.key, g.kind, g.direction, g.alert, g.revision, g.members, g.digest, g.at, g.data, g.ord,
                   case when g.kind in ('alert', 'pending') then g.tlp else coalesce(
                       beside.tlp,
                       (select e.tlp from event e
                        where e.alert = g.alert and e.kind = 'alert' and e.revision = g.revision),
                       (select e.tlp from event e
                        where e.alert = g.alert and e.kind = 'alert' order by tlp_strictness(e.tlp) desc limit 1),
                       g.tlp) end as tlp
            from given g
            left join given beside on g.kind not in ('alert', 'pending') and beside.kind = 'alert'
                and beside.alert = g.alert and beside.revision = g.revision
        ), inserted as (
            insert into event (id, key, kind, direction, alert, revision, members, digest, at, data, tlp)
            select f.id, f.key, f.kind, f.direction, f.alert, f.revision, f.members, f.digest, f.at, f.data, f.tlp
            from fresh f
            returning event.id
        )
        select f.ord::int, i.id, f.tlp from inserted i join fresh f on f.id = i.id order by i.id;
    get diagnostics added = row_count;
    update event_counter set last = base + added;
end
$$;
-- One plan serves one event and five hundred; making a new one for each commit would cost more than carrying it out.
alter function append_events set plan_cache_mode = force_generic_plan;

drop function delete_alert(text, text, text, timestamptz);

-- As in V112, for who may read the labels: an alert whose newest revision has none of them is as unknown as none at all.
create function delete_alert(subject text, doer text, why text, moment timestamptz, labels text[] default null)
returns table (outcome text, id bigint, data text, tlp text) language plpgsql as $$
declare
    newest event;
    digests text[];
    told text;
    number bigint;
begin
    perform 1 from event_counter for update;
    select * into newest from event e where e.alert = subject and e.kind = 'alert' order by e.revision desc limit 1;
    if not found or not coalesce(labels is null or newest.tlp = any (labels), false) then
        return query select 'unknown', null::bigint, null::text, null::text;
        return;
    end if;
    digests := array(select e.digest from event e where e.alert = subject and e.kind in ('alert', 'answer'));
    if exists (select 1 from owed o where o.digest = any (digests) and o.expires > moment) then
        return query select 'owed', null::bigint, null::text, null::text;
        return;
    end if;
    if not exists (select 1 from message m where m.digest = any (digests) and m.jws is not null) then
        return query select 'deleted', null::bigint, null::text, null::text;
        return;
    end if;
    update message m set jws = null where m.digest = any (digests);
    update quarantine q set record_value = null where q.state = 'refused' and q.record_key = convert_to(subject, 'UTF8');
    update event e set data = event_tombstone(e.kind, e.data) where e.alert = subject and e.kind in ('alert', 'answer');
    update alert_index i set state = 'deleted', class = null, classification = null, words = null, terms = null
     where i.alert = subject;
    told := event_tombstone('alert', newest.data);
    select a.id into number from event_counter c, append_events(
        array['deletion/' || subject || '/' || (c.last + 1)], array['deletion'], array[newest.direction],
        array[subject], array[newest.revision], array[newest.members], array[newest.digest],
        array[moment], array[told], true) a;
    insert into alert_deletion values (number, subject, doer, why, moment);
    return query select 'deleted', number, told, newest.tlp;
end
$$;

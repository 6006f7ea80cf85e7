-- Deletion by law: what an alert said goes, that it was there stays. The one case in which a row of event is changed.

create table alert_deletion (
    event      bigint      primary key, -- the event that tells of it
    alert      text        not null,
    token_name text        not null,    -- who did it
    reason     text        not null,    -- why; shown to nobody by the gateway
    at         timestamptz not null
);

-- An item reduced to what says nothing of the matter. A list of what stays: a field unknown here goes.
create function event_tombstone(kind text, data text) returns text immutable strict parallel safe language sql as $$
    select json_object_agg(f.key, case when f.key = 'state' then '"deleted"'::json else f.value end order by f.place)
    from json_each(data::json) with ordinality as f (key, value, place)
    where f.key = any (case kind
        when 'alert' then array['id', 'revision', 'kind', 'state', 'direction', 'origin', 'status', 'precedence', 'tlp',
            'pap', 'material', 'audience', 'issued', 'expires', 'at', 'acknowledgeBy', 'skew', 'digest']
        else array['id', 'alert', 'revision', 'direction', 'member', 'kind', 'outcome', 'by', 'issued', 'appendedAt',
            'at', 'digest'] end)
$$;

-- Says 'unknown', 'owed' or 'deleted'; an event comes with it when there was anything to delete. The counter comes
-- first, as in every commit that adds events: whatever was committed before is deleted, what comes later is not.
create function delete_alert(subject text, doer text, why text, moment timestamptz)
returns table (outcome text, id bigint, data text) language plpgsql as $$
declare
    newest event;
    digests text[];
    told text;
    number bigint;
begin
    perform 1 from event_counter for update;
    select * into newest from event e where e.alert = subject and e.kind = 'alert' order by e.revision desc limit 1;
    if not found then
        return query select 'unknown', null::bigint, null::text;
        return;
    end if;
    digests := array(select e.digest from event e where e.alert = subject and e.kind in ('alert', 'answer'));
    if exists (select 1 from owed o where o.digest = any (digests) and o.expires > moment) then
        return query select 'owed', null::bigint, null::text;
        return;
    end if;
    if not exists (select 1 from message m where m.digest = any (digests) and m.jws is not null) then
        return query select 'deleted', null::bigint, null::text;
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
    return query select 'deleted', number, told;
end
$$;

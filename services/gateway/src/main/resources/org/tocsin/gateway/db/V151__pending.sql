-- Drafts that wait for a second person, one per alert, and how the last one ended (ADR 0016). What it says is here only
-- while it waits.
create table pending (
    alert            text        primary key,
    revision         int         not null,
    digest           text        not null, -- SHA-256 of payload
    payload          bytea,                -- what will be signed, but for issued and releasedBy
    state            text        not null check (state in ('pending-release', 'released', 'withdrawn', 'expired')),
    need             text        not null, -- why it waits
    author           text        not null, -- the hash of what it was submitted with
    author_name      text        not null,
    author_is_person boolean     not null,
    at               timestamptz not null,
    expires          timestamptz not null, -- when it stops waiting
    ended_at         timestamptz,
    ended_by         text,
    reason           text,                 -- why one person released it alone
    check ((payload is null) = (state <> 'pending-release'))
);
create index pending_waiting on pending (at) where state = 'pending-release';

-- Ends drafts in the commit that sends them. Fails the statement when one is not, or no longer, the one that was read:
-- of two releases one is committed.
create function release_drafts(alerts text[], digests text[], names text[], reasons text[])
returns int language plpgsql as $$
declare
    released int;
begin
    update pending p set state = 'released', payload = null, ended_at = now(), ended_by = r.name, reason = r.reason
      from unnest(alerts, digests, names, reasons) as r (alert, digest, name, reason)
     where p.alert = r.alert and p.digest = r.digest and p.state = 'pending-release';
    get diagnostics released = row_count;
    if released < array_length(alerts, 1) then
        raise exception 'a draft does not wait as it was read' using errcode = 'TS002';
    end if;
    return released;
end
$$;

-- Deletion by law removes what waits to be said about the alert, too.
create function pending_deleted() returns trigger language plpgsql as $$
begin
    update pending set state = 'withdrawn', payload = null, ended_at = new.at, ended_by = new.token_name
     where alert = new.alert and state = 'pending-release';
    return null;
end
$$;
create trigger alert_deletion_pending after insert on alert_deletion for each row execute function pending_deleted();

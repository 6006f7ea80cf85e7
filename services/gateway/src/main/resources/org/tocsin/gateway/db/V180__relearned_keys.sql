-- An idempotency key travels with its message into this member's own outbox, sealed, and comes back from there after a
-- restore (ADR 0014).

-- Which message the reply is of, so that a message that is sent again carries its key again. Null for a held draft.
alter table idempotency_key add column message text;
create index idempotency_key_message on idempotency_key (message) where message is not null;

-- What keys are sealed with. It never changes, so every backup holds it, and nobody else does.
create table claim_seal (secret bytea not null);
insert into claim_seal values (sha256(decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')));

-- A row while a restored gateway relearns what this member said. Meanwhile no replica may say anything new: what is
-- asked again under a key that is not known again yet would be said twice.
create table relearning (since timestamptz not null default now());
create function refuse_while_relearning() returns boolean language plpgsql as $$
begin
    if exists (select from relearning) then
        raise exception 'what this member said before is not known again yet'
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    return true;
end
$$;

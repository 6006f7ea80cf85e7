-- How this member stands with each other one (ADR 0013). A direction is in step since the first comparison that found it so.
create table link (
    member                 text primary key,
    next_at                timestamptz not null, -- when the member is asked next; replicas claim by it
    asked_at               timestamptz,          -- the issued of the last summary sent to it
    sent_compared_at       timestamptz,
    sent_in_step_since     timestamptz,
    sent_missing           int,
    sent_unknown           int,
    heard_at               timestamptz,          -- the append time of its newest summary that was answered
    received_compared_at   timestamptz,
    received_in_step_since timestamptz,
    received_missing       int,
    received_unknown       int,
    received_asked_at      timestamptz           -- when what was missing was asked for
);

-- A comparison reads the last month of an ever growing table. Times grow with the rows, so this costs inserts nothing.
create index event_at on event using brin (at) with (autosummarize = on);

-- What the coordinator remembers: which revisions it copied, who owes an answer until when, who answered, and whom it
-- told about what is late. Rows go in with the positions of the batch they come from (ADR 0004), and only once.

create table dispatch (
    alert       text        not null, -- kz.0190...
    revision    int         not null,
    digest      text        not null, -- another digest under the same identity and revision is a conflict
    kind        text        not null, -- alert, update, cancel
    appended_at timestamptz not null, -- the first append that was processed: the clock of every deadline
    expires     timestamptz not null,
    primary key (alert, revision)
);
create index dispatch_expires on dispatch (expires);

-- One row per recipient and revision that opened a deadline. Judged by anti-join with answered, later deadlines and
-- cancels, since an answer may commit before the deadline it stops.
create table deadline (
    alert         text        not null,
    revision      int         not null,
    member        text        not null,
    lane          text        not null,
    appended_at   timestamptz not null,
    within_millis bigint      not null,
    expires       timestamptz not null,
    level         int         not null default 0, -- the highest level that was passed
    next_due      timestamptz,                    -- when the next level falls due; null when nothing more can
    primary key (alert, member, revision)
);
create index deadline_next on deadline (next_due, alert, member, revision) where next_due is not null;

create table answered (
    alert       text        not null,
    revision    int         not null,
    member      text        not null,
    appended_at timestamptz not null,
    primary key (alert, member, revision)
);
create index answered_appended on answered (appended_at);

-- What was found late. Unsent rows are sent again after a crash; receivers ignore what they know by this identity.
create table notice (
    alert          text        not null,
    revision       int         not null,
    member         text        not null,
    level          int         not null,
    lane           text        not null,
    acknowledge_by timestamptz not null,
    at             timestamptz not null, -- the broker's time it was found
    sent_at        timestamptz,
    primary key (alert, member, revision, level)
);
create index notice_unsent on notice (at) where sent_at is null;

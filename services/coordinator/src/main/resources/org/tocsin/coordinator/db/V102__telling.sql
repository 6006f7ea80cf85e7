-- What members are yet to be told: written with the batch it comes from, gone once the broker has it. So a batch waits
-- for its commit only, and what several batches give to tell goes out together.

create table telling (
    id            bigint generated always as identity primary key,
    lane          text        not null,
    targets       text        not null, -- their codes, comma-separated
    notice        text        not null, -- JSON, signed when it is sent
    claimed_until timestamptz not null default '-infinity' -- whoever sends it has until then
);

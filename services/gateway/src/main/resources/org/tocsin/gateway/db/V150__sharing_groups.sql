-- This member's own address book: versions of groups, never changed. A version without members is the group's end, so
-- its id is never used again.
create table sharing_group (
    id      text        not null,
    version int         not null check (version > 0),
    name    text        not null,
    members text        not null,
    made_by text        not null,
    at      timestamptz not null,
    primary key (id, version)
);

-- The newest directory record of each member that was handed to this gateway, the centre's, and by which token.
create table directory_change (
    member     text primary key,
    entry      int         not null,
    digest     text        not null,
    at         timestamptz not null default now(),
    token_name text        not null
);

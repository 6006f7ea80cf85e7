-- Since when a row is owed: the age of the backlog is told to people.
alter table owed add column since timestamptz not null default now();

-- Since when something is owed: how old the outbox is. Rows from before count from this migration.
alter table owed add column since timestamptz not null default now();

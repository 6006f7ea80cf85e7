-- An operator's act: a refused record is judged once more, as if it came now. The request is a column rather than a
-- state, so that a service of the version before, which runs beside this one, sees what it knows: a refused row.
alter table quarantine add column redelivery timestamptz;   -- asked for and not judged yet
alter table quarantine add column redelivered_at timestamptz; -- when it was last judged again and not let in
create index quarantine_redelivery on quarantine (id) where redelivery is not null;

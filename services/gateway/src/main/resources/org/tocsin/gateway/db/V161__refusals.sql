-- What the release rule stopped is listed by itself; there is little of it among much else.
create index event_refusal on event (id) where kind = 'refusal';

-- The index of V111, a part for each label. Who may not read a label asks only the other parts: what they do not hold
-- costs nothing, is not counted and shows in no plan and no time.
alter table alert_index rename to alert_index_whole;

create table alert_index (
    alert          text        not null,
    revision       int         not null,
    id             bigint      not null,
    superseded     bigint      not null,
    direction      text        not null,
    state          text        not null,
    origin         text        not null,
    precedence     text        not null,
    tlp            text        not null,
    class          text,
    classification text,
    at             timestamptz not null,
    expires        timestamptz not null,
    words          tsvector,
    terms          text[]
) partition by list (tlp);

do $$
declare
    part record;
begin
    for part in select * from (values ('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'),
                                      ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')) as p (name, tlp) loop
        execute format('create table alert_index_%s partition of alert_index for values in (%L) with (fillfactor = 90)',
                       part.name, part.tlp);
        execute format('alter table alert_index_%s alter column words set statistics 1000', part.name);
    end loop;
end
$$;

insert into alert_index
select alert, revision, id, superseded, direction, state, origin, precedence, tlp, class, classification, at, expires,
       words, terms
from alert_index_whole;
drop table alert_index_whole;

alter table alert_index add primary key (alert, revision, tlp);
create index alert_index_list on alert_index (id, at, expires);
create index alert_index_direction on alert_index (direction, id);
create index alert_index_origin on alert_index (origin, id);
create index alert_index_class on alert_index (class, id);
create index alert_index_precedence on alert_index (precedence, id);
create index alert_index_ended on alert_index (state, id) where state <> 'released';
create index alert_index_words on alert_index using gin (words) with (gin_pending_list_limit = 256);
create index alert_index_terms on alert_index using gin (terms) with (gin_pending_list_limit = 256);

-- As in V121. A revision has one label, so only one part is asked; looking costs less than deleting nothing.
create or replace function index_alert(e event) returns void language plpgsql as $$
declare
    head record;
    content record;
begin
    select * into head from json_to_record(e.data::json)
        as h (state text, origin text, precedence text, classification text, expires timestamptz);
    content := search_content((select jws from message where digest = e.digest));
    if exists (select from alert_index where alert = e.alert and revision = e.revision and tlp = e.tlp) then
        delete from alert_index where alert = e.alert and revision = e.revision and tlp = e.tlp;
    end if;
    insert into alert_index values (
        e.alert, e.revision, e.id,
        coalesce((select min(later.id) from event later
                  where later.alert = e.alert and later.kind = 'alert' and later.revision > e.revision),
                 9223372036854775807),
        e.direction, head.state, head.origin, head.precedence, e.tlp,
        split_part(head.classification, '/', 1), head.classification, e.at, head.expires,
        content.words, content.terms);
    if e.revision > 1 then
        update alert_index set superseded = e.id
         where alert = e.alert and revision < e.revision and superseded > e.id;
    end if;
end
$$;
-- A plan over all parts looks dear and is cheap: all but one are passed over when it is carried out.
alter function event_indexed() set plan_cache_mode = force_generic_plan;

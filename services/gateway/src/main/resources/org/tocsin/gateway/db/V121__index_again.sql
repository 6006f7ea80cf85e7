-- As in V111, but for a revision that is indexed already: an alert whose event was lost comes again as a new event
-- (ADR 0013), and a list row that is still there must not refuse it.
create or replace function index_alert(e event) returns void language plpgsql as $$
declare
    head record;
    content record;
begin
    select * into head from json_to_record(e.data::json)
        as h (state text, origin text, precedence text, tlp text, classification text, expires timestamptz);
    content := search_content((select jws from message where digest = e.digest));
    delete from alert_index where alert = e.alert and revision = e.revision;
    insert into alert_index values (
        e.alert, e.revision, e.id,
        coalesce((select min(later.id) from event later
                  where later.alert = e.alert and later.kind = 'alert' and later.revision > e.revision),
                 9223372036854775807),
        e.direction, head.state, head.origin, head.precedence, head.tlp,
        split_part(head.classification, '/', 1), head.classification, e.at, head.expires,
        content.words, content.terms);
    if e.revision > 1 then
        update alert_index set superseded = e.id
         where alert = e.alert and revision < e.revision and superseded > e.id;
    end if;
end
$$;

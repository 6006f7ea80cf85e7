-- What lists and searches look through: a row per revision, written with its event. Nothing here is shown; what is shown
-- is the event's data, so a list can never show more than the event table holds.

create table alert_index (
    alert          text        not null,
    revision       int         not null,
    id             bigint      not null, -- the event's number: lists are ordered by it, the newest first
    -- The event that replaced this revision. Who pages sees the list as of one number, whatever is revised meanwhile.
    superseded     bigint      not null,
    direction      text        not null,
    state          text        not null,
    origin         text        not null,
    precedence     text        not null,
    tlp            text        not null,
    class          text,                 -- classification up to its slash
    classification text,
    at             timestamptz not null,
    expires        timestamptz not null,
    words          tsvector,             -- headlines, descriptions and instructions in all languages
    terms          text[],               -- observables and vulnerabilities, each made comparable
    primary key (alert, revision)
) with (fillfactor = 90); -- room to note in place by what a revision was replaced
-- How common even a fairly rare word is decides whether it is looked up or the list is walked.
alter table alert_index alter column words set statistics 1000;

-- One text for whoever types it: in one normal form, in small letters of every script. ASCII is in normal form.
create function search_fold(given text) returns text immutable strict parallel safe language sql as $$
    select lower(case when octet_length(given) = length(given) then given else normalize(given, nfc) end
                 collate pg_c_utf8)
$$;

-- Values may be longer than an index entry can be, so their digest is compared.
create function search_observable(given text) returns text immutable strict parallel safe language sql as $$
    select 'o:' || left(encode(sha256(convert_to(search_fold(btrim(given)), 'UTF8')), 'hex'), 32)
$$;

create function search_vulnerability(given text) returns text immutable strict parallel safe language sql as $$
    select 'v:' || upper(given)
$$;

create function search_query(given text) returns tsquery immutable strict parallel safe language sql as $$
    select plainto_tsquery('simple', search_fold(given))
$$;

-- What can be looked for in a signed alert.
create function search_content(jws bytea, out words tsvector, out terms text[])
immutable parallel safe language plpgsql as $$
declare
    payload text := split_part(convert_from(jws, 'UTF8'), '.', 2);
    body jsonb;
begin
    payload := rpad(translate(payload, '-_', '+/'), (length(payload) + 3) / 4 * 4, '=');
    body := convert_from(decode(payload, 'base64'), 'UTF8')::jsonb -> 'body';
    terms := array(select search_observable(o ->> 'value') from jsonb_array_elements(body -> 'observables') o
                   union
                   select search_vulnerability(v) from jsonb_array_elements_text(body -> 'vulnerabilities') v
                   where length(v) <= 256);
    words := strip(to_tsvector('simple', search_fold(
        (select string_agg(concat_ws(E'\n', i ->> 'headline', i ->> 'description', i ->> 'instruction'), E'\n')
         from jsonb_array_elements(body -> 'info') i))));
exception when data_exception or program_limit_exceeded then
    return; -- An alert with too many words to index is no worse an alert: it is listed, and found by all else.
end
$$;

create function index_alert(e event) returns void language plpgsql as $$
declare
    head record;
    content record;
begin
    select * into head from json_to_record(e.data::json)
        as h (state text, origin text, precedence text, tlp text, classification text, expires timestamptz);
    content := search_content((select jws from message where digest = e.digest));
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

do $$ begin perform index_alert(e) from event e where e.kind = 'alert'; end $$;

-- Pages are walked along these: a filter that few alerts pass must not walk through all the others.
create index alert_index_list on alert_index (id, at, expires);
create index alert_index_direction on alert_index (direction, id);
create index alert_index_origin on alert_index (origin, id);
create index alert_index_class on alert_index (class, id);
create index alert_index_precedence on alert_index (precedence, id);
create index alert_index_tlp on alert_index (tlp, id);
create index alert_index_ended on alert_index (state, id) where state <> 'released';
create index alert_index_words on alert_index using gin (words) with (gin_pending_list_limit = 256);
create index alert_index_terms on alert_index using gin (terms) with (gin_pending_list_limit = 256);
drop index event_list;

-- At the end of the commit that adds the event, when the message of the same statement can be seen, too. Commits that
-- add events follow one another (event_counter), so each sees what the one before replaced.
create function event_indexed() returns trigger language plpgsql as $$
begin
    perform index_alert(new);
    return null;
end
$$;
create constraint trigger event_alert_index after insert on event deferrable initially deferred
    for each row when (new.kind = 'alert') execute function event_indexed();

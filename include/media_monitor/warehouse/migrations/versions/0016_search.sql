-- Full-text search over what articles say now, behind one function that a reader of `report` may call.
--
-- A language that PostgreSQL has a text search configuration for is searched by its stems (`words`). Any other, Ukrainian, Hebrew or
-- Chinese among them, is searched for the letters as they stand, anywhere in a word (`plain`): that finds inflected and prefixed forms,
-- and words in scripts that write no spaces. Trigrams (pg_trgm) make the second fast; nothing needs them.

create view mart.text_language as
-- grain: one row per language that this server has a text search configuration for
select
    known.language,
    c.cfgname::text as configuration
from (
    values
    ('ar', 'arabic'), ('hy', 'armenian'), ('eu', 'basque'), ('ca', 'catalan'), ('da', 'danish'), ('nl', 'dutch'), ('en', 'english'),
    ('et', 'estonian'), ('fi', 'finnish'), ('fr', 'french'), ('de', 'german'), ('el', 'greek'), ('hi', 'hindi'), ('hu', 'hungarian'),
    ('id', 'indonesian'), ('ga', 'irish'), ('it', 'italian'), ('lt', 'lithuanian'), ('ne', 'nepali'), ('no', 'norwegian'),
    ('nb', 'norwegian'), ('nn', 'norwegian'), ('pt', 'portuguese'), ('ro', 'romanian'), ('ru', 'russian'), ('sr', 'serbian'),
    ('es', 'spanish'), ('sv', 'swedish'), ('ta', 'tamil'), ('tr', 'turkish'), ('yi', 'yiddish')
) as known (language, configuration)
inner join pg_catalog.pg_ts_config as c on known.configuration = c.cfgname and c.cfgnamespace = 'pg_catalog'::regnamespace;
comment on column mart.text_language.language is 'ISO 639-1 code of the language';
comment on column mart.text_language.configuration is 'Name of the text search configuration (pg_ts_config)';
comment on view mart.text_language is 'One row per language (ISO 639-1) that this server has a text search configuration for';

create table mart.article_search (
    covers_on date not null,
    article_id bigint not null,
    revision_id bigint not null,
    outlet_id text not null,
    language text,
    configuration text,
    has_text boolean not null,
    words tsvector,
    plain text,
    primary key (article_id, covers_on),
    check ((configuration is null) = (words is null) and (words is null) <> (plain is null))
) partition by range (covers_on);
create index article_search_words on mart.article_search using gin (words);
comment on table mart.article_search is 'One row per article: what can be searched for in its current state';
comment on column mart.article_search.covers_on is 'The day the article belongs to: the partition key, and the unit in which marts are refreshed';
comment on column mart.article_search.article_id is 'The article';
comment on column mart.article_search.revision_id is 'The state of it that is searched: the current one';
comment on column mart.article_search.outlet_id is 'Its outlet';
comment on column mart.article_search.language is 'ISO 639-1 code of the language that its words are taken to be in';
comment on column mart.article_search.configuration is 'Text search configuration of its language; NULL where PostgreSQL has none';
comment on column mart.article_search.has_text is 'False where the retention of texts has left the headline alone';
comment on column mart.article_search.words is 'Stems of headline (weight A) and text (weight D), where there is a configuration';
comment on column mart.article_search.plain is 'Headline and text in lower case, where there is none';

do $$
-- The extension is a trusted one: whoever may create schemas here may create it, if the server has it at all.
declare
    home text;
begin
    begin
        create extension if not exists pg_trgm;
    exception when others then
        raise warning 'pg_trgm cannot be installed (%): search finds the same, but reads every article in a language that PostgreSQL has '
            'no configuration for', sqlerrm;
    end;
    select n.nspname into home
    from pg_extension as e
    inner join pg_namespace as n on e.extnamespace = n.oid
    where e.extname = 'pg_trgm';
    if home is not null then
        execute format('create index article_search_plain on mart.article_search using gin (plain %I.gin_trgm_ops)', home);
    end if;
end
$$;

select ops.ensure_month(month.first_day)
from (
    select distinct date_trunc('month', covers_on)::date as first_day from core.article
    union
    select (date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date from generate_series(0, 3) as ahead
) as month;

-- the next report fills it
insert into ops.report_due (covers_on, since)
select distinct covers_on, now() from core.article
on conflict (covers_on) do update set since = excluded.since;

create function mart.search_terms(question text)
returns table (alternative bigint, wanted text[], unwanted text[], longest text)
language sql immutable
set search_path = pg_catalog
as $$
-- One row per alternative of a question (`a b or c` has two): LIKE patterns of what it wants and does not want, in lower case. The
-- longest one wanted is what an index is asked for; the rest is read from the rows. The grammar is websearch_to_tsquery's.
with token as (
    select
        t.place,
        t.part[1] = '-' as is_unwanted,
        coalesce(t.part[2], trim(both '.,;:!?()[]«»“”„' from t.part[3])) as word,
        t.part[2] is null and t.part[1] = '' and t.part[3] = 'or' as is_or
    from regexp_matches(lower(question), '(-?)(?:"([^"]*)"|([^\s"]+))', 'g') with ordinality as t (part, place)
),

parted as (
    select
        *,
        count(*) filter (where is_or) over (order by place) as alternative,
        '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%' as pattern
    from token
)

select
    alternative,
    array_agg(pattern order by place) filter (where not is_unwanted),
    coalesce(array_agg(pattern order by place) filter (where is_unwanted), '{}'),
    (array_agg(pattern order by length(pattern) desc, place) filter (where not is_unwanted))[1]
from parted
where not is_or and word <> ''
group by alternative
having count(*) filter (where not is_unwanted) > 0
$$;
comment on function mart.search_terms is 'One row per alternative of a question: LIKE patterns of what it wants and does not want';

create function mart.opening(whole text, most integer)
returns text
language sql immutable
set search_path = pg_catalog
as $$
-- As much of the beginning of a text as `most` characters hold, up to the end of a word. In a script that writes no spaces (none among
-- the first 40 characters) up to a character that is whole: what follows it is no combining mark, variation selector or skin tone, and
-- no zero-width joiner ties the next one to it.
select case
    when most <= 0 then null
    when length(whole) <= most then whole
    when left(whole, 40) ~ '\s' then substring(left(whole, most + 1) from '^(.*\S)\s')
    else nullif(
        regexp_replace(left(whole, most + 1), '.(?:[\u0300-\u036F\u0483-\u0489\u0591-\u05C7\u064B-\u065F\u0900-\u0903\u093A-\u094F'
            '\u0E31-\u0E3A\u0E47-\u0E4E\uFE00-\uFE0F\U0001F3FB-\U0001F3FF]|\u200D.?)*$', ''),
        ''
    )
end
$$;
comment on function mart.opening is 'The beginning of a text within a number of characters, cut where a word or at least a character ends';

create function mart.shown_passages(of_article bigint)
returns table (passage text, place bigint, is_opening boolean)
language sql stable
set search_path = pg_catalog
as $$
-- One row per passage of an article's current text that an output may show, in the order in which the outlet's allowance is filled:
-- sentences of claims, figures and quotes, and with what is left the opening of the text. Which they are depends on nothing that is
-- asked, so that no number of questions shows more than the allowance.
with article as (
    select
        a.article_id,
        a.covers_on,
        a.current_revision_id as revision_id,
        r.text,
        coalesce(o.quote_characters, 0) as allowance
    from core.article as a
    inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
    inner join ref.outlet as o on a.outlet_id = o.outlet_id
    where a.article_id = of_article and o.quote_characters > 0
),

sentence as (
    -- of every state: what older ones show counts, too
    select
        s.*,
        s.revision_id = a.revision_id as is_current,
        a.text,
        a.allowance
    from article as a
    inner join mart.sentence as s on a.article_id = s.article_id and a.covers_on = s.covers_on
    where s.used_characters <= a.allowance
)

select
    substr(text, start_offset + 1, end_offset - start_offset),
    used_characters,
    false
from sentence
where field = 'text' and is_current
union all
select
    mart.opening(text, allowance - coalesce((select max(used_characters) from sentence), 0)),
    allowance + 1,
    true
from article
$$;
comment on function mart.shown_passages is 'One row per passage of an article that its outlet''s quotation policy lets an output show';

create function mart.highlighted(passage text, configuration text, query tsquery, wanted text[])
returns text
language sql stable
set search_path = pg_catalog
as $$
-- A passage with **marks** around the words that were asked for: by their stems, or by LIKE patterns of a language without.
select case
    when configuration is not null
        then ts_headline(configuration::regconfig, passage, query, 'HighlightAll=true, StartSel=**, StopSel=**')
    else (
        select regexp_replace(passage, string_agg(regexp_replace(word, '([^\w\s])', '\\\1', 'g'), '|' order by length(word) desc), '**\&**', 'gi')
        from (select regexp_replace(substr(pattern, 2, length(pattern) - 2), '\\(.)', '\1', 'g') as word from unnest(wanted) as pattern) as w
    )
end
$$;
comment on function mart.highlighted is 'A passage with **marks** around the words that were asked for';

create type report.search_hit as (
    rank real,
    article_id bigint,
    outlet text,
    title text,
    extract text,
    url text,
    language text,
    published_at timestamptz,
    covers_on date
);

create function report.search(
    question text,
    language text default null,
    since date default null,
    until date default null,
    outlet text default null,
    most integer default 20
)
returns setof report.search_hit
language sql stable security definer
set search_path = pg_catalog, pg_temp
set client_min_messages = warning
as $$
with asked as (
    -- The same words in every language; most languages make the same query of them.
    select
        made.query,
        array_agg(made.configuration) as configurations
    from (
        select distinct
            t.configuration,
            websearch_to_tsquery(t.configuration::regconfig, search.question) as query
        from mart.text_language as t
        where search.language is null or t.language = split_part(lower(search.language), '-', 1)
    ) as made
    where numnode(made.query) > 0
    group by made.query
),

term as (
    select *
    from mart.search_terms(search.question)
),

-- A common word is in more articles than can be ranked: months are read from the newest back until there is enough.
month as (
    select this.first_day::date as first_day
    from (
        select
            greatest(search.since, min(covers_on))::timestamp as first_day,
            least(search.until, max(covers_on))::timestamp as last_day
        from core.article
    ) as span
    cross join lateral generate_series(date_trunc('month', last_day), date_trunc('month', first_day), interval '-1 month') as this (first_day)
),

wanted_outlet as (
    select array_agg(o.outlet_id) as outlet_ids
    from ref.outlet as o
    where search.outlet in (o.outlet_id, o.name)
),

hit as (
    select found.*
    from month as m
    cross join lateral (
        select
            s.article_id,
            s.covers_on,
            s.configuration,
            s.words,
            asked.query,
            null::text[] as wanted
        from asked
        inner join mart.article_search as s on s.words @@ asked.query and s.configuration = any(asked.configurations)
        cross join wanted_outlet as o
        where
            s.covers_on >= m.first_day
            and s.covers_on < m.first_day + interval '1 month'
            and s.covers_on >= coalesce(search.since, s.covers_on)
            and s.covers_on <= coalesce(search.until, s.covers_on)
            and (search.language is null or s.language = split_part(lower(search.language), '-', 1))
            and (search.outlet is null or s.outlet_id = any(o.outlet_ids))
        union all
        select
            s.article_id,
            s.covers_on,
            null,
            null,
            null,
            term.wanted
        from term
        inner join mart.article_search as s on s.plain like term.longest
        cross join wanted_outlet as o
        where
            s.plain like all (term.wanted)
            and not s.plain like any (term.unwanted)
            and s.covers_on >= m.first_day
            and s.covers_on < m.first_day + interval '1 month'
            and s.covers_on >= coalesce(search.since, s.covers_on)
            and s.covers_on <= coalesce(search.until, s.covers_on)
            and (search.language is null or s.language = split_part(lower(search.language), '-', 1))
            and (search.outlet is null or s.outlet_id = any(o.outlet_ids))
        order by covers_on desc, article_id desc
        limit 1000
    ) as found
    limit 1000
),

ranked as (
    select
        h.*,
        a.outlet_id,
        a.title,
        a.canonical_url,
        a.language,
        a.published_at,
        -- without stems: a word in the headline counts as much as the rank of one in a headline does
        coalesce(ts_rank(h.words, h.query, 1), (
            select 0.01 + 0.08 * count(*) filter (where lower(a.title) like w) / count(*)
            from unnest(h.wanted) as w
        ))::real as rank
    from hit as h
    inner join core.article as a on h.article_id = a.article_id
),

best as (
    select *
    from (select distinct on (article_id) * from ranked order by article_id, rank desc) as once
    order by rank desc, covers_on desc, article_id desc
    limit least(search.most, 1000)
)

select
    b.rank,
    b.article_id,
    o.name,
    b.title,
    shown.extract,
    b.canonical_url,
    b.language,
    b.published_at,
    b.covers_on
from best as b
inner join ref.outlet as o on b.outlet_id = o.outlet_id
left join lateral (
    -- the passage with most of the words, the earliest of those; the opening where no passage has any
    select p.extract
    from (
        select
            mart.highlighted(s.passage, b.configuration, b.query, b.wanted) as extract,
            s.place,
            s.is_opening
        from mart.shown_passages(b.article_id) as s
        where s.passage is not null
    ) as p
    cross join lateral (select regexp_count(p.extract, '\*\*') as marks) as counted
    where p.is_opening or counted.marks > 0
    order by counted.marks desc, p.place
    limit 1
) as shown on true
order by b.rank desc, b.covers_on desc, b.article_id desc
$$;
comment on function report.search is 'Articles that a question finds, best first: words, "phrases", or, -without; each with a passage within its outlet''s policy';

create view report.coverage_span as
-- grain: one row
select
    min(covers_on) as first_day,
    max(covers_on) as last_day
from core.article;
comment on column report.coverage_span.first_day is 'The oldest day that articles belong to';
comment on column report.coverage_span.last_day is 'The newest one';
comment on view report.coverage_span is 'One row per warehouse: the oldest and the newest day that articles belong to';

create function report.record_export(what text, details jsonb) returns bigint
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
select ops.record_audit('export', jsonb_build_object('what', record_export.what) || record_export.details)
$$;
comment on function report.record_export is 'Adds a row to the audit that says what was exported, for who may read the reports and not write the audit';

-- What the questions of the cookbook read (sql/cookbook/): views and functions that read the months asked for and no others.

create function report.casualty_band_between(
    since date, until date, at timestamptz default 'infinity', known_at timestamptz default 'infinity'
)
returns table (
    story_id text,
    kind text,
    lowest double precision,
    highest double precision,
    latest double precision,
    gtd_rule double precision,
    acled_rule double precision,
    figure_count bigint,
    origin_count bigint,
    latest_at timestamptz
)
language sql stable
begin atomic
    with figure as not materialized (
        select
            f.story_id,
            f.kind,
            f.origin,
            f.article_id,
            f.position,
            f.stated_at,
            coalesce(f.minimum, f.maximum) as printed,
            -- ACLED gives numbers to words (codebook, paraphrased); the ledger keeps the word
            case f.qualifier when 'dozens' then 12 when 'hundreds' then 100 else coalesce(f.minimum, f.maximum) end as conservative,
            max(f.stated_at) over (partition by f.story_id, f.kind) as newest,
            -- GTD sets aside a figure that rests on the perpetrator's own word (codebook, paraphrased)
            exists (
                select from report.attribution_ledger_as_of(at, known_at) as c
                where
                    c.covers_on between since and until
                    and c.story_id = f.story_id and c.stance = 'claimed' and not c.is_negated
                    and lower(f.source_text) in (lower(c.source_text), lower(c.source_name), lower(c.actor_text))
            ) as is_perpetrators
        from report.casualty_ledger_as_of(at, known_at) as f
        where f.covers_on between since and until and not f.is_part_of and not f.is_aggregate and not f.is_copy and f.story_id is not null
    ),

    -- GTD: the most recent figure; of several within six hours the one that most of them give, without a majority the lowest
    -- (codebook, paraphrased; "near-simultaneous" as six hours is this project's reading). Each origin speaks once.
    voice as (
        select distinct on (f.story_id, f.kind, f.origin)
            f.story_id,
            f.kind,
            f.printed
        from (
            select
                credible.*,
                max(credible.stated_at) over (partition by credible.story_id, credible.kind) as newest_credible
            from figure as credible
            where not credible.is_perpetrators
        ) as f
        where f.stated_at >= f.newest_credible - interval '6 hours'
        order by f.story_id, f.kind, f.origin, f.stated_at desc, f.article_id desc, f.position asc
    ),

    vote as (
        select
            v.story_id,
            v.kind,
            v.printed,
            count(*) as votes,
            sum(count(*)) over (partition by v.story_id, v.kind) as voters
        from voice as v
        group by v.story_id, v.kind, v.printed
    ),

    gtd as (
        select
            v.story_id,
            v.kind,
            coalesce(max(v.printed) filter (where 2 * v.votes > v.voters), min(v.printed)) as figure
        from vote as v
        group by v.story_id, v.kind
    ),

    band as (
        select
            f.story_id,
            f.kind,
            min(f.printed) as lowest,
            max(f.printed) as highest,
            (array_agg(f.printed order by f.stated_at desc, f.article_id desc, f.position asc))[1] as latest,
            -- ACLED: the most conservative estimate at hand (codebook, paraphrased); at hand = stated within a day of the newest
            min(f.conservative) filter (where f.stated_at >= f.newest - interval '24 hours') as acled_rule,
            count(*) as figure_count,
            count(distinct f.origin) as origin_count,
            max(f.stated_at) as latest_at
        from figure as f
        group by f.story_id, f.kind
    )

    select
        b.story_id,
        b.kind,
        b.lowest,
        b.highest,
        b.latest,
        g.figure,
        b.acled_rule,
        b.figure_count,
        b.origin_count,
        b.latest_at
    from band as b
    left join gtd as g on b.story_id = g.story_id and b.kind = g.kind;
end;
comment on function report.casualty_band_between is 'The casualty band of the articles of some days, as of a moment: lowest, highest and latest figure of each story, and what the rules of GTD and ACLED make of them';

create or replace function report.casualty_band_as_of(at timestamptz, known_at timestamptz default 'infinity')
returns table (
    story_id text,
    kind text,
    lowest double precision,
    highest double precision,
    latest double precision,
    gtd_rule double precision,
    acled_rule double precision,
    figure_count bigint,
    origin_count bigint,
    latest_at timestamptz
)
language sql stable
begin atomic
    select * from report.casualty_band_between('-infinity', 'infinity', at, known_at);
end;

create or replace view report.story as
-- grain: one row per story
select
    s.story_id,
    s.title,
    s.first_seen_at,
    s.last_seen_at,
    s.article_count,
    s.outlet_count,
    e.event_type,
    e.event_on,
    e.place_id,
    e.place,
    e.country_id,
    e.country,
    e.iso,
    e.lat,
    e.lon
from core.story as s
-- the planner sees by `distinct on` that there is one, and leaves events alone where nobody asks for them
left join (select distinct on (story_id) * from mart.story_event) as e on s.story_id = e.story_id;

create function report.revision_change_between(since date, until date)
returns table (
    article_id bigint,
    covers_on date,
    outlet_id text,
    outlet text,
    url text,
    previous_revision_id bigint,
    revision_id bigint,
    changed_at timestamptz,
    fact text,
    subject text,
    change text,
    said_before text,
    said_after text,
    highest_before double precision,
    highest_after double precision
)
-- it reads what its caller may not: uses of words per state of an article
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
    with fact as not materialized (
        select
            article_id,
            revision_id,
            covers_on,
            'claim' as fact,
            source_name as subject,
            concat_ws(' ', case when is_negated then 'not' end, stance, actor_name) as said,
            null::double precision as number
        from mart.attribution_history as h
        where h.covers_on between since and until
        union all
        select
            article_id,
            revision_id,
            covers_on,
            'figure',
            kind,
            concat_ws(
                ' ', case when is_part_of then 'of them' end, nullif(qualifier, 'exact'),
                case when minimum <> maximum then concat_ws(' to ', minimum, maximum) else coalesce(minimum, maximum)::text end
            ),
            case when not is_part_of then coalesce(minimum, maximum) end
        from mart.casualty_history as c
        where c.covers_on between since and until and not c.is_aggregate
        union all
        select
            article_id,
            revision_id,
            covers_on,
            'term',
            term,
            voice,
            null
        from mart.term_use as t
        where t.covers_on between since and until
    ),

    compared as (
        select
            s.article_id,
            s.covers_on,
            s.outlet_id,
            s.previous_revision_id,
            s.revision_id,
            s.seen_from,
            f.fact,
            f.subject,
            f.said,
            f.number,
            bool_or(f.revision_id <> s.revision_id) as was_said,
            bool_or(f.revision_id = s.revision_id) as is_said
        from mart.article_state as s
        inner join fact as f
            on
                s.article_id = f.article_id and s.covers_on = f.covers_on
                and f.revision_id in (s.revision_id, s.previous_revision_id)
        where s.covers_on between since and until and s.previous_revision_id is not null
        group by s.revision_id, s.covers_on, f.fact, f.subject, f.said, f.number
    )

    select
        c.article_id,
        c.covers_on,
        c.outlet_id,
        o.name as outlet,
        a.canonical_url as url,
        c.previous_revision_id,
        c.revision_id,
        c.seen_from as changed_at,
        c.fact,
        c.subject,
        case when not bool_or(c.was_said) then 'appeared' when not bool_or(c.is_said) then 'vanished' else 'changed' end as change,
        string_agg(distinct c.said, '; ') filter (where c.was_said) as said_before,
        string_agg(distinct c.said, '; ') filter (where c.is_said) as said_after,
        max(c.number) filter (where c.was_said) as highest_before,
        max(c.number) filter (where c.is_said) as highest_after
    from compared as c
    inner join core.article as a on c.article_id = a.article_id and c.covers_on = a.covers_on
    inner join ref.outlet as o on c.outlet_id = o.outlet_id
    group by
        c.article_id, c.covers_on, c.outlet_id, o.name, a.canonical_url, c.previous_revision_id, c.revision_id, c.seen_from, c.fact,
        c.subject
    having bool_or(c.was_said <> c.is_said);
end;
comment on function report.revision_change_between is 'The facts that articles of some days changed: one row per state of an article, fact and subject that differs from the state before it';

create or replace view mart.revision_change as
-- grain: one row per state of an article, fact and subject that differs from the state before it
select * from report.revision_change_between('-infinity', 'infinity');

create view report.filing as
-- grain: one row per day
select
    covers_on,
    min(current_filed_on) as first_filed_on,
    max(current_filed_on) as last_filed_on
from core.article
group by covers_on;
comment on view report.filing is 'One row per day that articles belong to: when their current states were filed. A condition on filed_on between the two lets a query of mentions, topics, quotes or events read those months only';
comment on column report.filing.covers_on is 'The day whose coverage the articles belong to';
comment on column report.filing.first_filed_on is 'The first day on which a current state of one of its articles was filed';
comment on column report.filing.last_filed_on is 'The last one';

create or replace view report.quote as
-- grain: one row per quotation in the current revision of an article
select
    a.article_id,
    a.covers_on,
    a.outlet_id,
    a.canonical_url as url,
    sa.story_id,
    q.revision_id,
    q.position,
    q.speaker_text,
    q.speaker_entity_id,
    coalesce(e.name, q.speaker_text) as speaker_name,
    q.verb,
    q.is_direct,
    q.field,
    q.start_offset,
    q.end_offset,
    (
        select s.sentence from mart.evidence as s
        where
            s.covers_on = a.covers_on and s.revision_id = q.revision_id
            and s.field = q.field and s.start_offset = q.start_offset and s.end_offset = q.end_offset
    ) as quote_text,
    q.filed_on
from core.article as a
inner join core.quote as q on a.current_revision_id = q.revision_id and a.current_filed_on = q.filed_on
left join ref.entity as e on q.speaker_entity_id = e.entity_id
left join core.story_article as sa on a.article_id = sa.article_id;

create or replace view report.event as
-- grain: one row per event that the current revision of an article tells of
select
    a.article_id,
    a.covers_on,
    a.outlet_id,
    sa.story_id,
    e.revision_id,
    e.event,
    e.type as event_type,
    e.place as event_place_id,
    p.name as event_place,
    e.occurred_on as event_on,
    e.filed_on
from core.article as a
inner join core.event as e on a.current_revision_id = e.revision_id and a.current_filed_on = e.filed_on
left join core.story_article as sa on a.article_id = sa.article_id
left join ref.entity as p on e.place = p.entity_id;

create or replace view report.revision as
-- grain: one row per state of an article
select
    s.article_id,
    s.revision_id,
    s.filed_on,
    s.covers_on,
    s.outlet_id,
    s.state_number,
    s.previous_revision_id,
    s.title,
    s.language,
    s.agency,
    s.word_count,
    s.is_paywalled,
    s.terrorism,
    s.armed_conflict,
    s.relevance_threshold,
    s.published_at,
    s.published_on,
    s.told_at,
    s.seen_from,
    s.seen_until,
    s.known_from,
    s.annotator,
    o.name as outlet,
    a.canonical_url as url
from mart.article_state as s
left join ref.outlet as o on s.outlet_id = o.outlet_id
left join core.article as a on s.article_id = a.article_id;
comment on column report.revision.outlet is 'The outlet''s name as it writes it';
comment on column report.revision.url is 'Canonical address of the article';

comment on column mart.revision_change.revision_id is 'The state in which the fact differs';
comment on column mart.revision_change.previous_revision_id is 'The state before it';
comment on column report.revision_change.revision_id is 'The state in which the fact differs';
comment on column report.revision_change.previous_revision_id is 'The state before it';
comment on column report.revision.article_id is 'The article';
comment on column report.revision.outlet_id is 'Its outlet';

create view report.source_health as
-- grain: one row per feed
select
    h.feed_id,
    o.name as outlet,
    h.outlet_id,
    f.url,
    h.health,
    h.ailing_since,
    h.failure_count,
    h.last_polled_at,
    h.last_success_at,
    h.last_error,
    h.newest_entry_at,
    h.next_poll_at,
    h.poll_count,
    h.entry_count,
    h.lossy_count,
    h.unheard_count,
    h.loss
from mart.source_health as h
inner join ref.outlet as o on h.outlet_id = o.outlet_id
inner join ref.feed as f on h.feed_id = f.feed_id and f.is_active;
comment on view report.source_health is 'One row per feed that is monitored: does it still speak, since when not, and have entries probably been lost';
comment on column report.source_health.outlet is 'The outlet''s name as it writes it';
comment on column report.source_health.outlet_id is 'The outlet whose feed it is';

create view report.page as
-- grain: one row per address worth fetching
select
    p.page_id,
    p.url,
    o.name as outlet,
    p.outlet_id,
    p.feed_id,
    p.title,
    p.published_at,
    p.discovered_at,
    p.first_fetched_at,
    p.last_fetched_at,
    p.outcome,
    p.outcome_reason
from ops.page as p
left join ref.outlet as o on p.outlet_id = o.outlet_id;
comment on view report.page is 'One row per address that a feed gave: its one outcome so far, and why';
comment on column report.page.page_id is 'The address';
comment on column report.page.outlet is 'The outlet''s name as it writes it';
comment on column report.page.feed_id is 'The feed that gave it first';
comment on column report.page.first_fetched_at is 'When it was first fetched; NULL = not yet';
comment on column report.page.last_fetched_at is 'When it was last fetched';
comment on column report.page.outcome is 'The one named outcome so far: published, not_an_article, quarantined, gone, disallowed, failed, pending …';
comment on column report.page.title is 'Headline as the feed gives it';
comment on column report.page.published_at is 'Publication as the feed gives it';

-- addresses come in the order of time, so that a summary of each stretch of the table is enough to find those of a week
-- squawk-ignore require-concurrent-index-creation -- one pass over the table and a few pages to write: a quarter second for a million
create index page_discovered_at on ops.page using brin (discovered_at) with (autosummarize = on);

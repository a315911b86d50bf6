-- What an analyst reads. Tables of mart are filled per publication day (sql/refresh/); views of mart compute over them; views of
-- report add names, links and as much of a sentence as its outlet allows, so that rights on schema report are enough.

-- tables ------------------------------------------------------------------------------------------------------------------------

alter table mart.ledger_claim
    add column agency text,
    add column known_from timestamptz not null default 'infinity';
alter table mart.ledger_figure
    add column agency text,
    add column known_from timestamptz not null default 'infinity';

create table mart.article_state (
    covers_on date not null,
    article_id bigint not null,
    revision_id bigint not null,
    filed_on date not null,
    outlet_id text not null,
    state_number integer not null,
    previous_revision_id bigint,
    title text,
    language text,
    agency text,
    word_count integer not null,
    is_paywalled boolean not null,
    terrorism real not null,
    armed_conflict real not null,
    relevance_threshold real not null,
    published_at timestamptz,
    published_on date,
    told_at timestamptz not null,
    seen_from timestamptz not null,
    seen_until timestamptz not null,
    known_from timestamptz not null,
    annotator text not null,
    primary key (revision_id, covers_on)
) partition by range (covers_on);
create index article_state_article on mart.article_state (article_id, seen_from);
comment on table mart.article_state is 'One row per state of an article: what it said of itself, from when to when';

create table mart.term_use (
    covers_on date not null,
    article_id bigint not null,
    revision_id bigint not null,
    outlet_id text not null,
    language text not null,
    term text not null,
    voice text not null check (voice in ('own', 'quoted')),
    use_count integer not null,
    seen_from timestamptz not null,
    seen_until timestamptz not null,
    primary key (revision_id, term, voice, covers_on)
) partition by range (covers_on);
create index term_use_article on mart.term_use (article_id);
comment on table mart.term_use is 'One row per state of an article, term and voice: how often it uses a word that judges';

create table ops.feed_day (
    polled_on date not null,
    feed_id text not null references ref.feed (feed_id) on delete cascade,
    poll_count integer not null,
    answered_count integer not null,
    primary key (polled_on, feed_id)
);
comment on table ops.feed_day is 'One row per UTC day and feed: how often it was polled and how often it answered. Kept when the log of polls is pruned';
comment on column ops.feed_day.polled_on is 'UTC day of the polls';
comment on column ops.feed_day.feed_id is 'Feed';
comment on column ops.feed_day.poll_count is 'Polls of that day';
comment on column ops.feed_day.answered_count is 'Of these, polls that ended in a document or in "not modified"';

insert into ops.feed_day (polled_on, feed_id, poll_count, answered_count)
select
    (polled_at at time zone 'UTC')::date,
    feed_id,
    count(*),
    count(*) filter (where outcome in ('changed', 'same_body', 'not_modified'))
from ops.feed_poll
group by 1, 2;

select ops.ensure_month(month.first_day)
from (
    select distinct date_trunc('month', covers_on)::date as first_day from core.article
    union
    select (date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date from generate_series(0, 3) as ahead
) as month;

-- the next report fills them
insert into ops.report_due (covers_on, since)
select distinct covers_on, now() from core.article
on conflict (covers_on) do update set since = excluded.since;

drop view report.article, report.attribution_ledger, report.casualty_ledger, mart.evidence, mart.casualty_band, mart.stance_timeline,
    mart.casualty_ledger, mart.attribution_ledger, mart.casualty_history, mart.attribution_history;

-- words as data -----------------------------------------------------------------------------------------------------------------

create view mart.stance as
-- grain: one row per stance
select
    v.stance,
    v.weight,
    v.muc4,
    v.muc4_by_authority,
    v.cameo,
    v.meaning
from (
    values
    ('claimed', 4, 'CLAIMED OR ADMITTED', 'CLAIMED OR ADMITTED', '015', 'The actor takes responsibility'),
    ('confirmed', 4, 'REPORTED AS FACT', 'REPORTED AS FACT', null, 'A court convicts, or an authority or other party affirms'),
    ('reported', 3, 'REPORTED AS FACT', 'REPORTED AS FACT', null, 'The outlet states it as a fact'),
    ('accused', 2, 'SUSPECTED OR ACCUSED', 'SUSPECTED OR ACCUSED BY AUTHORITIES', '112', 'The source blames, without hedge'),
    ('suspected', 1, 'SUSPECTED OR ACCUSED', 'SUSPECTED OR ACCUSED BY AUTHORITIES', '112', 'Hedged blame'),
    ('no_evidence', -1, null, null, null, 'The source sees no sign of it'),
    ('denied', -2, null, null, '016', 'The source denies its own or another''s responsibility'),
    ('cleared', -3, 'ACQUITTED', 'ACQUITTED', null, 'A source withdraws or a court lifts what stood before')
) as v (stance, weight, muc4, muc4_by_authority, cameo, meaning);
comment on view mart.stance is 'One row per stance: its weight for or against the actor, and its names in other schemes';

create view mart.term as
-- grain: one row per term and language
select
    v.term,
    v.language,
    v.pattern,
    v.reason
from (
    values
    ('terrorist', 'en', '\mterrorists?\M', 'Judges the actor; BBC, Reuters and AP styles leave it to the quoted'),
    ('terrorist', 'fr', '\mterroristes?\M', 'As in English'),
    ('terrorist', 'de', '\mterrorist(en|in|innen|isch\w*)?\M', 'As in English'),
    ('terrorist', 'es', '\mterroristas?\M', 'As in English'),
    ('terrorist', 'ru', '\mтеррорист\w*', 'As in English'),
    ('terrorist', 'uk', '\mтерорист\w*', 'As in English'),
    ('terrorist', 'ar', '[إا]رهابي(ة|ين|ون)?', 'As in English'),
    ('terrorism', 'en', '\mterrorism\M', 'Judges the act'),
    ('terrorism', 'fr', '\mterrorisme\M', 'Judges the act'),
    ('terrorism', 'de', '\mterrorismus\M', 'Judges the act'),
    ('terrorism', 'es', '\mterrorismo\M', 'Judges the act'),
    ('terrorism', 'ru', '\mтерроризм\w*', 'Judges the act'),
    ('terrorism', 'uk', '\mтероризм\w*', 'Judges the act'),
    ('terrorism', 'ar', '[إا]رهاب\M', 'Judges the act'),
    ('extremist', 'en', '\mextremists?\M', 'Judges the view'),
    ('extremist', 'fr', '\mextrémistes?\M', 'Judges the view'),
    ('extremist', 'ru', '\mэкстремист\w*', 'Judges the view'),
    ('extremist', 'uk', '\mекстреміст\w*', 'Judges the view'),
    ('jihadist', 'en', '\mjihad(i|is|ist|ists)\M', 'Names a creed'),
    ('jihadist', 'fr', '\md?jihadistes?\M', 'Names a creed'),
    ('jihadist', 'ru', '\mджихадист\w*', 'Names a creed'),
    ('jihadist', 'uk', '\mджихадист\w*', 'Names a creed'),
    ('militant', 'en', '\mmilitants?\M', 'The usual word of those who avoid "terrorist"'),
    ('militant', 'ru', '\mбоевик\w*', 'The usual word of those who avoid "terrorist"'),
    ('militant', 'uk', '\mбойовик\w*', 'The usual word of those who avoid "terrorist"'),
    ('militant', 'ar', 'مسلح(ون|ين|ة)?\M', 'The usual word of those who avoid "terrorist"'),
    ('insurgent', 'en', '\minsurgen(t|ts|cy)\M', 'Grants a political aim'),
    ('rebel', 'en', '\mrebels?\M', 'Grants a political aim'),
    ('rebel', 'fr', '\mrebelles?\M', 'Grants a political aim'),
    ('rebel', 'ru', '\mповстан\w+', 'Grants a political aim'),
    ('rebel', 'uk', '\mповстан\w+', 'Grants a political aim'),
    ('separatist', 'en', '\mseparatists?\M', 'Names an aim'),
    ('gunman', 'en', '\mgunm[ae]n\M', 'Says what is seen, and no more'),
    ('martyr', 'en', '\mmartyr(s|ed|dom)?\M', 'Praises'),
    ('martyr', 'ar', 'شهيد|شهداء|استشهاد', 'Praises'),
    ('freedom fighter', 'en', '\mfreedom fighters?\M', 'Praises')
) as v (term, language, pattern, reason);
comment on view mart.term is 'One row per term and language: a word that judges, a regular expression for its forms, and why it is watched. A new term needs `media-monitor report --rebuild`';

-- the ledgers -------------------------------------------------------------------------------------------------------------------

create view mart.attribution_history as
-- grain: one row per claim of a revision
select
    l.claim_id,
    sa.story_id,
    l.article_id,
    l.revision_id,
    l.filed_on,
    l.covers_on,
    l.outlet_id,
    o.name as outlet,
    l.stance,
    l.source_text,
    l.source_entity_id,
    coalesce(source_entity.name, l.source_text, o.name) as source_name,
    l.is_authority,
    l.actor_text,
    l.actor_entity_id,
    coalesce(actor_entity.name, l.actor_name, l.actor_text) as actor_name,
    actor_entity.kind as actor_kind,
    l.act_text,
    l.medium_text,
    l.stated_on,
    l.is_hedged,
    l.is_negated,
    l.is_quoted,
    l.quoted_by_text,
    l.via_text,
    l.event,
    e.type as event_type,
    e.place as event_place_id,
    e.occurred_on as event_on,
    l.rule,
    l.position,
    l.evidence_field,
    l.evidence_start,
    l.evidence_end,
    encode(l.evidence_sha, 'hex') as evidence_sha,
    l.stated_at,
    l.published_at,
    l.seen_from,
    l.seen_until,
    l.known_from,
    a.canonical_url as url,
    cg.copy_group_id,
    coalesce(not cg.is_origin, false) as is_copy,
    coalesce(l.via_text, l.agency, origin_outlet.name, o.name) as origin
from mart.ledger_claim as l
-- an article's rows lie under its day; the day in the join lets a query by story or link read the partitions of its articles only
inner join core.article as a on l.article_id = a.article_id and l.covers_on = a.covers_on
inner join ref.outlet as o on l.outlet_id = o.outlet_id
left join ref.entity as source_entity on l.source_entity_id = source_entity.entity_id
left join ref.entity as actor_entity on l.actor_entity_id = actor_entity.entity_id
left join core.event as e on l.revision_id = e.revision_id and l.filed_on = e.filed_on and l.event = e.event
left join core.story_article as sa on l.article_id = sa.article_id
left join core.copy_group as cg on l.article_id = cg.article_id
-- a copy group bears the id of its origin
left join core.article as origin_article on cg.copy_group_id::bigint = origin_article.article_id
left join ref.outlet as origin_outlet on origin_article.outlet_id = origin_outlet.outlet_id;
comment on view mart.attribution_history is 'One row per claim of a revision: who says who did it, and for how long the article said so';

create view mart.attribution_ledger as
-- grain: one row per claim in the current revision of an article
select * from mart.attribution_history where seen_until = 'infinity';
comment on view mart.attribution_ledger is 'One row per claim in the current revision of an article: who says who did it';

create view mart.casualty_history as
-- grain: one row per casualty figure of a revision
select
    sa.story_id,
    l.article_id,
    l.revision_id,
    l.filed_on,
    l.covers_on,
    l.position,
    l.outlet_id,
    o.name as outlet,
    l.kind,
    l.minimum,
    l.maximum,
    l.qualifier,
    l.source_text,
    l.is_part_of,
    l.is_aggregate,
    l.event,
    e.type as event_type,
    e.place as event_place_id,
    e.occurred_on as event_on,
    l.evidence_field,
    l.evidence_start,
    l.evidence_end,
    l.stated_at,
    l.seen_from,
    l.seen_until,
    l.known_from,
    a.canonical_url as url,
    cg.copy_group_id,
    coalesce(not cg.is_origin, false) as is_copy,
    coalesce(l.agency, origin_outlet.name, o.name) as origin
from mart.ledger_figure as l
inner join core.article as a on l.article_id = a.article_id and l.covers_on = a.covers_on
inner join ref.outlet as o on l.outlet_id = o.outlet_id
left join core.event as e on l.revision_id = e.revision_id and l.filed_on = e.filed_on and l.event = e.event
left join core.story_article as sa on l.article_id = sa.article_id
left join core.copy_group as cg on l.article_id = cg.article_id
left join core.article as origin_article on cg.copy_group_id::bigint = origin_article.article_id
left join ref.outlet as origin_outlet on origin_article.outlet_id = origin_outlet.outlet_id;
comment on view mart.casualty_history is 'One row per casualty figure of a revision, and for how long the article printed it';

create view mart.casualty_ledger as
-- grain: one row per casualty figure in the current revision of an article
select * from mart.casualty_history where seen_until = 'infinity';
comment on view mart.casualty_ledger is 'One row per casualty figure in the current revision of an article';

create view mart.evidence as
-- grain: one row per sentence that an output may want to show, per state of an article, with its place in the outlet's allowance
select
    s.article_id,
    s.revision_id,
    s.covers_on,
    s.field,
    s.start_offset,
    s.end_offset,
    case
        when s.used_characters <= coalesce(o.quote_characters, 0)
            then substr(case s.field when 'title' then r.title else r.text end, s.start_offset + 1, s.end_offset - s.start_offset)
    end as sentence
from mart.sentence as s
inner join core.article as a on s.article_id = a.article_id and s.covers_on = a.covers_on
inner join ref.outlet as o on a.outlet_id = o.outlet_id
inner join core.revision as r on s.revision_id = r.revision_id and s.filed_on = r.filed_on;
comment on view mart.evidence is 'One row per sentence behind a claim, figure or quote: its text where the outlet''s allowance reaches, else NULL';
comment on column mart.sentence.used_characters is 'Characters of this sentence and of all before it: those of the current state in the order of precedence, then what older states had beside them, so that all states together stay within the allowance';

create view report.attribution_history as
-- grain: one row per claim of a revision
select
    l.*,
    -- in the list of columns and not in a join: who does not ask for the sentence does not pay for it
    (
        select e.sentence from mart.evidence as e
        where
            e.covers_on = l.covers_on and e.revision_id = l.revision_id
            and e.field = l.evidence_field and e.start_offset = l.evidence_start and e.end_offset = l.evidence_end
    ) as evidence_text
from mart.attribution_history as l;
comment on view report.attribution_history is 'One row per claim of a revision, those that the article has dropped or changed since included';

create view report.attribution_ledger as
-- grain: one row per claim in the current revision of an article
select * from report.attribution_history where seen_until = 'infinity';
comment on view report.attribution_ledger is 'One row per claim in the current revision of an article, with as much of its sentence as the outlet''s quotation policy allows';

create view report.casualty_history as
-- grain: one row per casualty figure of a revision
select
    l.*,
    (
        select e.sentence from mart.evidence as e
        where
            e.covers_on = l.covers_on and e.revision_id = l.revision_id
            and e.field = l.evidence_field and e.start_offset = l.evidence_start and e.end_offset = l.evidence_end
    ) as evidence_text
from mart.casualty_history as l;
comment on view report.casualty_history is 'One row per casualty figure of a revision, those that the article has dropped or changed since included';

create view report.casualty_ledger as
-- grain: one row per casualty figure in the current revision of an article
select * from report.casualty_history where seen_until = 'infinity';
comment on view report.casualty_ledger is 'One row per casualty figure in the current revision of an article, with as much of its sentence as the outlet''s quotation policy allows';

create view report.revision as
-- grain: one row per state of an article
select
    article_id,
    revision_id,
    filed_on,
    covers_on,
    outlet_id,
    state_number,
    previous_revision_id,
    title,
    language,
    agency,
    word_count,
    is_paywalled,
    terrorism,
    armed_conflict,
    relevance_threshold,
    published_at,
    published_on,
    told_at,
    seen_from,
    seen_until,
    known_from,
    annotator
from mart.article_state;
comment on view report.revision is 'One row per state of an article: headline and facts, from when to when, never its text';

create view report.article as
-- grain: one row per article
select
    a.article_id,
    a.outlet_id,
    o.name as outlet,
    a.canonical_url as url,
    a.title,
    a.language,
    a.published_at,
    a.published_on,
    a.covers_on,
    a.first_seen_at,
    r.agency,
    r.word_count,
    r.terrorism,
    r.armed_conflict,
    (select count(*) from core.revision where revision.article_id = a.article_id) as revision_count,
    sa.story_id,
    cg.copy_group_id,
    r.revision_id,
    r.filed_on,
    r.is_paywalled
from core.article as a
inner join ref.outlet as o on a.outlet_id = o.outlet_id
inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
left join core.story_article as sa on a.article_id = sa.article_id
left join core.copy_group as cg on a.article_id = cg.article_id;
comment on view report.article is 'One row per article: headline, link and facts, never its text';

-- as of a moment ------------------------------------------------------------------------------------------------------------------
-- Functions of one plain query, so that the planner writes them into the query that calls them: conditions reach the tables, and the
-- caller needs no more than rights on report. `begin atomic` binds names when the function is made: no search_path matters.

create function report.attribution_ledger_as_of(at timestamptz, known_at timestamptz default 'infinity')
returns setof report.attribution_history
language sql stable
begin atomic
    select h.*
    from report.attribution_history as h
    where
        h.seen_from <= at
        and h.known_from <= known_at
        and (
            h.seen_until > at
            or h.seen_until = 'infinity'
            -- a later state had been seen by then, but this warehouse had not loaded it
            or known_at < 'infinity' and not exists (
                select from report.revision as later
                where
                    later.article_id = h.article_id and later.covers_on = h.covers_on
                    and (later.seen_from, later.revision_id) > (h.seen_from, h.revision_id)
                    and later.seen_from <= at and later.known_from <= known_at
            )
        );
end;
comment on function report.attribution_ledger_as_of is 'The attribution ledger as of a moment: the claims of the states of articles that had been fetched by `at`, and of these only what this warehouse had loaded by `known_at`';

create function report.casualty_ledger_as_of(at timestamptz, known_at timestamptz default 'infinity')
returns setof report.casualty_history
language sql stable
begin atomic
    select h.*
    from report.casualty_history as h
    where
        h.seen_from <= at
        and h.known_from <= known_at
        and (
            h.seen_until > at
            or h.seen_until = 'infinity'
            or known_at < 'infinity' and not exists (
                select from report.revision as later
                where
                    later.article_id = h.article_id and later.covers_on = h.covers_on
                    and (later.seen_from, later.revision_id) > (h.seen_from, h.revision_id)
                    and later.seen_from <= at and later.known_from <= known_at
            )
        );
end;
comment on function report.casualty_ledger_as_of is 'The casualty ledger as of a moment: the figures of the states of articles that had been fetched by `at`, and of these only what this warehouse had loaded by `known_at`';

create function report.stance_timeline_as_of(at timestamptz, known_at timestamptz default 'infinity')
returns table (
    story_id text,
    source_name text,
    stance text,
    is_negated boolean,
    actor_name text,
    since timestamptz,
    last_stated_at timestamptz,
    independent_count bigint,
    article_count bigint,
    outlet_count bigint,
    is_authority boolean
)
language sql stable
begin atomic
    select
        l.story_id,
        l.source_name,
        l.stance,
        l.is_negated,
        l.actor_name,
        min(l.stated_at),
        max(l.stated_at),
        count(distinct l.origin),
        count(distinct l.article_id),
        count(distinct l.outlet_id),
        bool_or(l.is_authority)
    from report.attribution_ledger_as_of(at, known_at) as l
    group by l.story_id, l.source_name, l.stance, l.is_negated, l.actor_name;
end;
comment on function report.stance_timeline_as_of is 'The stance timeline as of a moment: over the attribution ledger as of that moment';

create function report.casualty_band_as_of(at timestamptz, known_at timestamptz default 'infinity')
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
                    c.story_id = f.story_id and c.stance = 'claimed' and not c.is_negated
                    and lower(f.source_text) in (lower(c.source_text), lower(c.source_name), lower(c.actor_text))
            ) as is_perpetrators
        from report.casualty_ledger_as_of(at, known_at) as f
        where not f.is_part_of and not f.is_aggregate and not f.is_copy and f.story_id is not null
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
comment on function report.casualty_band_as_of is 'The casualty band as of a moment: over the casualty ledger as of that moment';

create function report.article_as_of(at timestamptz, known_at timestamptz default 'infinity')
returns table (
    article_id bigint,
    outlet_id text,
    outlet text,
    url text,
    title text,
    language text,
    published_at timestamptz,
    published_on date,
    covers_on date,
    first_seen_at timestamptz,
    agency text,
    word_count integer,
    terrorism real,
    armed_conflict real,
    revision_count bigint,
    story_id text,
    copy_group_id text,
    revision_id bigint,
    filed_on date,
    is_paywalled boolean
)
language sql stable
begin atomic
    select
        r.article_id,
        r.outlet_id,
        a.outlet,
        a.url,
        r.title,
        r.language,
        r.published_at,
        r.published_on,
        r.covers_on,
        a.first_seen_at,
        r.agency,
        r.word_count,
        r.terrorism,
        r.armed_conflict,
        (
            select count(*) from report.revision as earlier
            where
                earlier.article_id = r.article_id and earlier.covers_on = r.covers_on
                and earlier.seen_from <= at and earlier.known_from <= known_at
        ),
        a.story_id,
        a.copy_group_id,
        r.revision_id,
        r.filed_on,
        r.is_paywalled
    from report.revision as r
    inner join report.article as a on r.article_id = a.article_id and r.covers_on = a.covers_on
    where
        r.seen_from <= at
        and r.known_from <= known_at
        and (
            r.seen_until > at
            or r.seen_until = 'infinity'
            or known_at < 'infinity' and not exists (
                select from report.revision as later
                where
                    later.article_id = r.article_id and later.covers_on = r.covers_on
                    and (later.seen_from, later.revision_id) > (r.seen_from, r.revision_id)
                    and later.seen_from <= at and later.known_from <= known_at
            )
        );
end;
comment on function report.article_as_of is 'Articles as of a moment: each in the last of its states that had been fetched by `at` and loaded here by `known_at`';

-- marts over the ledgers ----------------------------------------------------------------------------------------------------------

create view mart.stance_timeline as
-- grain: one row per story, source, stance, negation and actor
select * from report.stance_timeline_as_of('infinity');
comment on view mart.stance_timeline is 'One row per story, source, stance and actor: since when, how often, and from how many independent origins';

create view mart.casualty_band as
-- grain: one row per story and kind of harm
select * from report.casualty_band_as_of('infinity');
comment on view mart.casualty_band is 'One row per story and kind of harm: lowest, highest and latest figure, and what the rules of GTD and ACLED make of them';

create view mart.casualty_band_event as
-- grain: one row per story, event (place and day as told) and kind of harm
select
    story_id,
    event_place_id,
    event_on,
    kind,
    min(coalesce(minimum, maximum)) as lowest,
    max(coalesce(minimum, maximum)) as highest,
    (array_agg(coalesce(minimum, maximum) order by stated_at desc, article_id desc, position asc))[1] as latest,
    count(*) as figure_count,
    count(distinct origin) as origin_count,
    max(stated_at) as latest_at
from mart.casualty_ledger
where not is_part_of and not is_aggregate and not is_copy and story_id is not null and event is not null
group by story_id, event_place_id, event_on, kind;
comment on view mart.casualty_band_event is 'One row per story, event and kind of harm, for figures whose article ties them to an event: events are the same where place and day are';

create view mart.stance_change as
-- grain: one row per story, source, actor and change of stance
with stand as (
    -- what an article said and has dropped since was said all the same
    select
        h.story_id,
        h.source_name,
        h.actor_name,
        h.stance,
        h.is_negated,
        min(h.stated_at) as since,
        case when h.is_negated then 0 else s.weight end as weight
    from mart.attribution_history as h
    inner join mart.stance as s on h.stance = s.stance
    where h.story_id is not null and h.actor_name is not null
    group by h.story_id, h.source_name, h.actor_name, h.stance, h.is_negated, s.weight
),

in_time as (
    select
        *,
        lag(stance) over by_time as previous_stance,
        lag(is_negated) over by_time as previous_is_negated,
        lag(since) over by_time as previous_since,
        lag(weight) over by_time as previous_weight
    from stand
    window by_time as (partition by story_id, source_name, actor_name order by since, weight, stance)
)

select
    story_id,
    source_name,
    actor_name,
    previous_stance,
    previous_is_negated,
    previous_since,
    stance,
    is_negated,
    since,
    since - previous_since as held_for,
    case
        when sign(weight) * sign(previous_weight) < 0 then 'reversed'
        when weight > previous_weight then 'hardened'
        when weight < previous_weight then 'softened'
        else 'reworded'
    end as change
from in_time
where since > previous_since;
comment on view mart.stance_change is 'One row per change of a source''s stance on an actor within a story, by the first time it took each stance';

create view mart.story_event as
-- grain: one row per story with an event
with told as (
    select
        sa.story_id,
        e.type,
        e.place,
        case when e.occurred_on ~ '^\d{4}-\d{2}-\d{2}$' then e.occurred_on end as occurred_on
    from core.story_article as sa
    inner join core.article as a on sa.article_id = a.article_id
    inner join core.event as e on a.current_revision_id = e.revision_id and a.current_filed_on = e.filed_on
),

chosen as (
    select
        story_id,
        coalesce(mode() within group (order by type) filter (where type <> 'attack'), 'attack') as event_type,
        mode() within group (order by place) filter (where place like 'place:%') as place_id,
        mode() within group (order by place) filter (where place like 'state:%') as state_id,
        mode() within group (order by occurred_on) as event_on,
        count(*) as article_count
    from told
    group by story_id
)

select
    c.story_id,
    c.event_type,
    c.event_on,
    p.entity_id as place_id,
    p.name as place,
    coalesce(s.entity_id, n.entity_id) as country_id,
    coalesce(s.name, n.name) as country,
    coalesce(p.iso, s.iso, n.iso) as iso,
    p.lat,
    p.lon,
    c.article_count
from chosen as c
left join ref.entity as p on c.place_id = p.entity_id
left join ref.entity as up on p.parent_id = up.entity_id
-- the state that the place lies in, at most two steps up; else the state that the articles name themselves
left join ref.entity as s on s.entity_id = case when up.entity_id like 'state:%' then up.entity_id else up.parent_id end and s.entity_id like 'state:%'
left join ref.entity as n on p.entity_id is null and c.state_id = n.entity_id;
comment on view mart.story_event is 'One row per story with an event: type, day and place that most of its articles tell';

create view mart.actor_naming as
-- grain: one row per story, actor and outlet
with naming as (
    select
        l.story_id,
        l.actor_name,
        l.outlet_id,
        l.outlet,
        min(l.actor_entity_id) as actor_entity_id,
        min(l.stated_at) as named_at,
        (array_agg(l.stance order by l.stated_at, l.claim_id))[1] as stance,
        (array_agg(l.source_name order by l.stated_at, l.claim_id))[1] as source_name,
        (array_agg(l.url order by l.stated_at, l.claim_id))[1] as url,
        (array_agg(l.is_copy order by l.stated_at, l.claim_id))[1] as is_copy
    from mart.attribution_ledger as l
    inner join mart.stance as s on l.stance = s.stance and s.weight > 0
    where l.story_id is not null and l.actor_name is not null and not l.is_negated
    group by l.story_id, l.actor_name, l.outlet_id, l.outlet
)

select
    n.story_id,
    n.actor_name,
    n.actor_entity_id,
    n.outlet_id,
    n.outlet,
    rank() over by_time as naming_rank,
    n.named_at,
    n.stance,
    n.source_name,
    n.url,
    n.is_copy,
    st.first_seen_at as first_report_at,
    n.named_at - st.first_seen_at as after_first_report,
    n.named_at - min(n.named_at) over (partition by n.story_id, n.actor_name) as after_first_naming,
    e.event_on,
    -- the act is known to the day: days between the calendar days, in UTC
    case
        when e.event_on is not null
            then extract(epoch from (n.named_at at time zone 'UTC')::date::timestamp - to_timestamp(e.event_on, 'YYYY-MM-DD')::timestamp)::int / 86400
    end as days_after_act
from naming as n
inner join core.story as st on n.story_id = st.story_id
left join mart.story_event as e on n.story_id = e.story_id
window by_time as (partition by n.story_id, n.actor_name order by n.named_at);
comment on view mart.actor_naming is 'One row per story, actor and outlet that names the actor as the one who did it: when, by whom, how long after the first report and after the act';

create view mart.outlet_behind as
-- grain: one row per story, confirmed actor, outlet, and actor whom the outlet still suspects or accuses
with confirmation as (
    select
        story_id,
        actor_name as confirmed_actor_name,
        min(stated_at) as confirmed_since
    from mart.attribution_ledger
    where stance = 'confirmed' and not is_negated and actor_name is not null and story_id is not null
    group by story_id, actor_name
),

stand as (
    select
        story_id,
        outlet_id,
        outlet,
        actor_name,
        bool_or(stance in ('confirmed', 'reported')) as is_affirmed,
        min(stated_at) filter (where stance in ('accused', 'suspected')) as since,
        max(stated_at) filter (where stance in ('accused', 'suspected')) as last_stated_at,
        case when bool_or(stance = 'accused') then 'accused' when bool_or(stance = 'suspected') then 'suspected' end as stance
    from mart.attribution_ledger
    where story_id is not null and actor_name is not null and not is_negated
    group by story_id, outlet_id, outlet, actor_name
)

select
    c.story_id,
    c.confirmed_actor_name,
    c.confirmed_since,
    s.outlet_id,
    s.outlet,
    s.actor_name,
    s.stance,
    s.since,
    s.last_stated_at,
    exists (
        select from core.story_article as sa
        inner join core.article as a on sa.article_id = a.article_id
        where
            sa.story_id = c.story_id and a.outlet_id = s.outlet_id
            and coalesce(a.published_at, a.first_seen_at) > c.confirmed_since
    ) as has_written_since
from confirmation as c
inner join stand as s on c.story_id = s.story_id and s.stance is not null and not s.is_affirmed
where
    not exists (
        select from stand as told
        where
            told.story_id = c.story_id and told.outlet_id = s.outlet_id and told.actor_name = c.confirmed_actor_name
            and told.is_affirmed
    );
comment on view mart.outlet_behind is 'One row per outlet that, in what it shows now, suspects or accuses somebody in a story where somebody was confirmed, and does not tell of the confirmation';

create view mart.actor_stand as
-- grain: one row per story and actor
select
    story_id,
    actor_name,
    min(actor_entity_id) as actor_entity_id,
    min(actor_kind) as actor_kind,
    min(stated_at) filter (where stance = 'claimed') as claimed_since,
    count(distinct origin) filter (where stance = 'claimed') as claimed_count,
    min(stated_at) filter (where stance = 'confirmed') as confirmed_since,
    count(distinct origin) filter (where stance = 'confirmed') as confirmed_count,
    min(stated_at) filter (where stance = 'reported') as reported_since,
    count(distinct origin) filter (where stance = 'reported') as reported_count,
    min(stated_at) filter (where stance = 'accused') as accused_since,
    count(distinct origin) filter (where stance = 'accused') as accused_count,
    min(stated_at) filter (where stance = 'suspected') as suspected_since,
    count(distinct origin) filter (where stance = 'suspected') as suspected_count,
    min(stated_at) filter (where stance = 'denied') as denied_since,
    count(distinct origin) filter (where stance = 'denied') as denied_count,
    coalesce(bool_or(source_name = actor_name) filter (where stance = 'denied'), false) as is_denied_by_itself,
    min(stated_at) filter (where stance in ('no_evidence', 'cleared')) as exonerated_since,
    count(distinct origin) filter (where stance in ('no_evidence', 'cleared')) as exonerated_count
from mart.attribution_ledger
where story_id is not null and actor_name is not null and not is_negated
group by story_id, actor_name;
comment on view mart.actor_stand is 'One row per story and actor: since when and by how many independent origins it is claimed, confirmed, accused, denied …';

create view mart.competing_claims as
-- grain: one row per contested story and actor
with weighed as (
    select
        *,
        count(claimed_since) over (partition by story_id) as claimant_count,
        count(*) filter (where claimed_since is null and coalesce(accused_since, suspected_since, reported_since, confirmed_since) is not null)
            over (partition by story_id) as other_blamed_count,
        count(*) filter (where denied_since is not null) over (partition by story_id) as denied_actor_count
    from mart.actor_stand
)

select
    w.story_id,
    s.title as story_title,
    case
        when w.claimant_count > 1 then 'several claim'
        when w.other_blamed_count > 0 then 'one claims, others are blamed'
        else 'claimed and denied'
    end as contest,
    w.claimant_count,
    w.actor_name,
    w.actor_entity_id,
    w.claimed_since,
    w.claimed_count,
    w.confirmed_since,
    w.confirmed_count,
    least(w.accused_since, w.suspected_since) as blamed_since,
    w.accused_count,
    w.suspected_count,
    w.denied_since,
    w.denied_count,
    w.is_denied_by_itself,
    w.exonerated_since,
    w.exonerated_count
from weighed as w
inner join core.story as s on w.story_id = s.story_id
where w.claimant_count > 1 or w.claimant_count = 1 and (w.other_blamed_count > 0 or w.denied_actor_count > 0);
comment on view mart.competing_claims is 'One row per contested story and actor: more than one actor claims, or one claims while others are blamed or denials stand';

create view mart.terminology as
-- grain: one row per day, outlet, language, term and voice
select
    covers_on,
    outlet_id,
    language,
    term,
    voice,
    count(distinct article_id) as article_count,
    sum(use_count)::bigint as use_count
from mart.term_use
where seen_until = 'infinity'
group by covers_on, outlet_id, language, term, voice;
comment on view mart.terminology is 'One row per day, outlet, language, term and voice: articles about terrorism or armed conflict that use the word, and how often, in the outlet''s own voice or in words of others';

create view mart.agency_share as
-- grain: one row per day, outlet and agency (NULL = no agency is credited)
select
    covers_on,
    outlet_id,
    agency,
    count(*) as article_count,
    sum(count(*)) over (partition by covers_on, outlet_id)::bigint as outlet_article_count,
    round(count(*) / sum(count(*)) over (partition by covers_on, outlet_id), 4) as article_share
from mart.article_state
where seen_until = 'infinity'
group by covers_on, outlet_id, agency;
comment on view mart.agency_share is 'One row per day, outlet and agency: how much of what the outlet published that day credits the agency; NULL = no agency';

create view mart.coverage_normalised as
-- grain: one row per day and outlet that published or whose feeds were polled
with watched as (
    select
        d.polled_on,
        f.outlet_id,
        count(*) as feed_count,
        count(*) filter (where d.answered_count > 0) as active_feed_count
    from ops.feed_day as d
    inner join ref.feed as f on d.feed_id = f.feed_id
    group by d.polled_on, f.outlet_id
),

day as (
    select
        covers_on,
        outlet_id
    from mart.coverage_daily
    union
    select
        polled_on,
        outlet_id
    from watched
)

select
    d.covers_on,
    d.outlet_id,
    coalesce(c.article_count, 0) as article_count,
    coalesce(c.terrorism_count, 0) as terrorism_count,
    coalesce(c.claim_count, 0) as claim_count,
    coalesce(w.feed_count, 0) as feed_count,
    coalesce(w.active_feed_count, 0) as active_feed_count,
    coalesce(w.active_feed_count, 0) = 0 as is_gap,
    round(coalesce(c.article_count, 0)::numeric / nullif(w.active_feed_count, 0), 4) as articles_per_feed,
    round(coalesce(c.terrorism_count, 0)::numeric / nullif(w.active_feed_count, 0), 4) as terrorism_per_feed,
    case when w.active_feed_count > 0 then round(c.terrorism_count::numeric / nullif(c.article_count, 0), 4) end as terrorism_share
from day as d
left join mart.coverage_daily as c on d.covers_on = c.covers_on and d.outlet_id = c.outlet_id
left join watched as w on d.covers_on = w.polled_on and d.outlet_id = w.outlet_id;
comment on view mart.coverage_normalised is 'One row per day and outlet: articles beside the feeds that answered that day; where none did, it is a gap and every rate is NULL';

create view mart.revision_change as
-- grain: one row per state of an article, fact and subject that differs from the state before it
with fact as not materialized (
    select
        article_id,
        revision_id,
        covers_on,
        'claim' as fact,
        source_name as subject,
        concat_ws(' ', case when is_negated then 'not' end, stance, actor_name) as said,
        null::double precision as number
    from mart.attribution_history
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
    from mart.casualty_history
    where not is_aggregate
    union all
    select
        article_id,
        revision_id,
        covers_on,
        'term',
        term,
        voice,
        null
    from mart.term_use
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
    where s.previous_revision_id is not null
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
comment on view mart.revision_change is 'One row per state of an article, fact and subject that differs from the state before: claims by source, figures by kind, terms by voice';

-- report: the same with names and titles, and what there is beside the marts --------------------------------------------------------

create view report.stance as
-- grain: one row per stance
select * from mart.stance;
comment on view report.stance is 'One row per stance: its weight for or against the actor, and its names in other schemes';

create view report.term as
-- grain: one row per term and language
select * from mart.term;
comment on view report.term is 'One row per term and language whose use is counted, and why it is watched';

create view report.stance_timeline as
-- grain: one row per story, source, stance, negation and actor
select * from mart.stance_timeline;
comment on view report.stance_timeline is 'One row per story, source, stance and actor: since when, how often, and from how many independent origins';

create view report.stance_change as
-- grain: one row per story, source, actor and change of stance
select * from mart.stance_change;
comment on view report.stance_change is 'One row per change of a source''s stance on an actor within a story, by the first time it took each stance';

create view report.actor_naming as
-- grain: one row per story, actor and outlet
select * from mart.actor_naming;
comment on view report.actor_naming is 'One row per story, actor and outlet that names the actor as the one who did it: when, by whom, how long after the first report and after the act';

create view report.outlet_behind as
-- grain: one row per story, confirmed actor, outlet, and actor whom the outlet still suspects or accuses
select * from mart.outlet_behind;
comment on view report.outlet_behind is 'One row per outlet that, in what it shows now, suspects or accuses somebody in a story where somebody was confirmed, and does not tell of the confirmation';

create view report.actor_stand as
-- grain: one row per story and actor
select * from mart.actor_stand;
comment on view report.actor_stand is 'One row per story and actor: since when and by how many independent origins it is claimed, confirmed, accused, denied …';

create view report.competing_claims as
-- grain: one row per contested story and actor
select * from mart.competing_claims;
comment on view report.competing_claims is 'One row per contested story and actor: more than one actor claims, or one claims while others are blamed or denials stand';

create view report.casualty_band as
-- grain: one row per story and kind of harm
select * from mart.casualty_band;
comment on view report.casualty_band is 'One row per story and kind of harm: lowest, highest and latest figure, and what the rules of GTD and ACLED make of them';

create view report.casualty_band_event as
-- grain: one row per story, event (place and day as told) and kind of harm
select
    b.*,
    p.name as event_place
from mart.casualty_band_event as b
left join ref.entity as p on b.event_place_id = p.entity_id;
comment on view report.casualty_band_event is 'One row per story, event and kind of harm, for figures whose article ties them to an event: events are the same where place and day are';

create view report.coverage_daily as
-- grain: one row per day and outlet that published or whose feeds were polled
select
    c.*,
    o.name as outlet
from mart.coverage_normalised as c
inner join ref.outlet as o on c.outlet_id = o.outlet_id;
comment on view report.coverage_daily is 'One row per day and outlet: articles beside the feeds that answered that day; where none did, it is a gap and every rate is NULL';

create view report.terminology as
-- grain: one row per day, outlet, language, term and voice
select
    t.*,
    o.name as outlet
from mart.terminology as t
inner join ref.outlet as o on t.outlet_id = o.outlet_id;
comment on view report.terminology is 'One row per day, outlet, language, term and voice: articles about terrorism or armed conflict that use the word, and how often, in the outlet''s own voice or in words of others';

create view report.agency_share as
-- grain: one row per day, outlet and agency (NULL = no agency is credited)
select
    s.*,
    o.name as outlet
from mart.agency_share as s
inner join ref.outlet as o on s.outlet_id = o.outlet_id;
comment on view report.agency_share is 'One row per day, outlet and agency: how much of what the outlet published that day credits the agency; NULL = no agency';

create view report.revision_change as
-- grain: one row per state of an article, fact and subject that differs from the state before it
select * from mart.revision_change;
comment on view report.revision_change is 'One row per state of an article, fact and subject that differs from the state before: claims by source, figures by kind, terms by voice';

create view report.outlet as
-- grain: one row per outlet
select
    outlet_id,
    name as outlet,
    homepage_url,
    domain,
    country,
    language,
    quote_characters,
    is_link_required,
    policy_source,
    is_curated
from ref.outlet;
comment on view report.outlet is 'One row per outlet, with its quotation policy';

create view report.entity as
-- grain: one row per entity of the knowledge base
select
    e.entity_id,
    e.name,
    e.kind,
    e.parent_id,
    p.name as parent_name,
    e.wikidata,
    e.iso,
    e.lat,
    e.lon,
    e.geonames,
    e.source
from ref.entity as e
left join ref.entity as p on e.parent_id = p.entity_id;
comment on view report.entity is 'One row per entity of the knowledge base';

create view report.entity_alias as
-- grain: one row per name of an entity and language
select
    entity_id,
    alias,
    language
from ref.entity_alias;
comment on view report.entity_alias is 'One row per name of an entity and language';

create view report.designation as
-- grain: one row per listing of an entity by a jurisdiction
select
    d.entity_id,
    e.name,
    d.jurisdiction,
    d.list,
    d.listed_on,
    d.delisted_on,
    d.source
from ref.designation as d
left join ref.entity as e on d.entity_id = e.entity_id;
comment on view report.designation is 'One row per listing of an entity by a jurisdiction';

create view report.topic as
-- grain: one row per topic
select
    code,
    label,
    threshold,
    source
from ref.topic;
comment on view report.topic is 'One row per topic: IPTC Media Topics and the system''s own';

create view report.topic_tag as
-- grain: one row per article and topic of its current revision
select
    a.article_id,
    a.covers_on,
    a.outlet_id,
    t.revision_id,
    t.code,
    t.label,
    t.score,
    t.voice,
    jsonb_array_length(t.evidence) as evidence_count
from core.article as a
inner join core.topic_tag as t on a.current_revision_id = t.revision_id and a.current_filed_on = t.filed_on;
comment on view report.topic_tag is 'One row per article and topic of its current revision';

create view report.mention as
-- grain: one row per entity named in the current revision of an article
select
    a.article_id,
    a.covers_on,
    a.outlet_id,
    m.revision_id,
    m.position,
    m.entity_id,
    coalesce(e.name, m.name) as name,
    m.kind,
    m.iso,
    m.lat,
    m.lon,
    m.field,
    m.start_offset,
    m.end_offset
from core.article as a
inner join core.mention as m on a.current_revision_id = m.revision_id and a.current_filed_on = m.filed_on
left join ref.entity as e on m.entity_id = e.entity_id;
comment on view report.mention is 'One row per entity named in the current revision of an article: where, never the words around it';

create view report.event as
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
    e.occurred_on as event_on
from core.article as a
inner join core.event as e on a.current_revision_id = e.revision_id and a.current_filed_on = e.filed_on
left join core.story_article as sa on a.article_id = sa.article_id
left join ref.entity as p on e.place = p.entity_id;
comment on view report.event is 'One row per violent event that the current revision of an article tells of';

create view report.quote as
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
    ) as quote_text
from core.article as a
inner join core.quote as q on a.current_revision_id = q.revision_id and a.current_filed_on = q.filed_on
left join ref.entity as e on q.speaker_entity_id = e.entity_id
left join core.story_article as sa on a.article_id = sa.article_id;
comment on view report.quote is 'One row per quotation in the current revision of an article, with its words where the outlet''s quotation policy allows';

create view report.story as
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
left join mart.story_event as e on s.story_id = e.story_id;
comment on view report.story is 'One row per story: articles that tell of the same event, and the event as most of them tell it';

create view report.story_article as
-- grain: one row per article in a story
select
    sa.story_id,
    sa.article_id,
    a.outlet_id,
    a.covers_on,
    a.title,
    a.canonical_url as url
from core.story_article as sa
inner join core.article as a on sa.article_id = a.article_id;
comment on view report.story_article is 'One row per article in a story';

create view report.copy as
-- grain: one row per article that shares its text with another outlet's
select
    g.copy_group_id,
    g.article_id,
    a.covers_on,
    a.outlet_id,
    o.name as outlet,
    a.title,
    a.canonical_url as url,
    g.is_origin,
    g.share,
    origin.article_id as origin_article_id,
    origin.outlet_id as origin_outlet_id,
    origin.canonical_url as origin_url
from core.copy_group as g
inner join core.article as a on g.article_id = a.article_id
inner join ref.outlet as o on a.outlet_id = o.outlet_id
left join core.article as origin on g.copy_group_id::bigint = origin.article_id;
comment on view report.copy is 'One row per article that shares its text with another outlet''s, and whose text it is';

-- what the columns mean --------------------------------------------------------------------------------------------------------------
-- One word, one meaning: a column is explained once and means the same in every table and view; the exceptions come first.

comment on column mart.quality_scorecard.row_count is 'Rows that the expectation has looked at, over all batches';
comment on column mart.source_health.entry_count is 'Entries that the polls still in the log found new';
comment on column mart.source_health.poll_count is 'Polls still in the log';
comment on column mart.story_event.article_count is 'Articles of the story that tell of an event';
comment on column mart.term.pattern is 'Regular expression of PostgreSQL for the forms of the word, any case';
comment on column mart.term.reason is 'Why the word is watched';
comment on column report.term.pattern is 'Regular expression of PostgreSQL for the forms of the word, any case';
comment on column report.term.reason is 'Why the word is watched';
comment on column mart.stance.meaning is 'When a statement has this stance';
comment on column report.stance.meaning is 'When a statement has this stance';
comment on column report.entity.kind is 'person, group, government, agency, military, company, outlet, place or other';
comment on column report.mention.kind is 'person, group, government, agency, military, company, outlet, place or other';
comment on column report.entity.source is 'Where the entry comes from';
comment on column report.designation.source is 'The act or list that says so';
comment on column report.topic.source is 'Whose vocabulary it is';
comment on column report.story.title is 'Headline of the story''s first article, an English one before others';
comment on column report.story.first_seen_at is 'Publication of its first article';
comment on column report.story.last_seen_at is 'Publication of its newest article';
comment on column report.outlet.language is 'Main language, ISO 639-1';
comment on column report.entity_alias.language is 'Language of the name, ISO 639-1';
comment on column mart.term_use.language is 'Language of the article and of the word, ISO 639-1';
comment on column report.story_article.title is 'Headline of the article';
comment on column mart.actor_stand.is_denied_by_itself is 'True where the actor itself denies';
comment on column report.actor_naming.source_name is 'Whom the outlet named as the source of its first naming; the outlet itself where it named none';
comment on column report.actor_naming.stance is 'Stance of the outlet''s first naming';
comment on column report.actor_naming.url is 'Article of the outlet''s first naming';
comment on column mart.actor_naming.url is 'Article of the outlet''s first naming';
comment on column mart.coverage_daily.claim_count is 'Claims in the current states of these articles';
comment on column mart.terminology.article_count is 'Articles that use the word so';
comment on column report.terminology.article_count is 'Articles that use the word so';

do $$
declare
    word record;
begin
    for word in
        select n.nspname, c.relname, a.attname, w.meaning
        from pg_attribute as a
        inner join pg_class as c on a.attrelid = c.oid and c.relkind in ('r', 'p', 'v') and not c.relispartition
        inner join pg_namespace as n on c.relnamespace = n.oid and n.nspname in ('mart', 'report')
        inner join (values
            ('accused_count', 'Independent origins that carry an accusation of the actor'),
            ('accused_since', 'When an accusation of the actor was first stated'),
            ('acled_rule', 'The figure by ACLED''s rule (codebook, paraphrased): the most conservative estimate stated within a day of the newest; dozens count 12, hundreds 100'),
            ('act_text', 'Words that name the act'),
            ('active_feed_count', 'Feeds of the outlet that answered at least once that UTC day'),
            ('actor_entity_id', 'Entity said, or denied, to have done it; NULL = not in the knowledge base'),
            ('actor_kind', 'Kind of the actor''s entity: person, group, government, …'),
            ('actor_name', 'Who is said, or denied, to have done it: the entity''s name, else the words of the article'),
            ('actor_text', 'The actor in the words of the article'),
            ('after_first_naming', 'Time since any outlet first named the actor in this story'),
            ('after_first_report', 'Time since the story''s first article'),
            ('agency', 'News agency that the article credits; NULL = none'),
            ('alias', 'A name of the entity'),
            ('annotator', 'Version of the annotator whose tags these are'),
            ('armed_conflict', 'How likely the article is about armed conflict, 0 to 1'),
            ('article_count', 'Articles'),
            ('article_id', 'Article'),
            ('article_share', 'Part of the outlet''s articles of that day, 0 to 1'),
            ('articles_per_feed', 'Articles per feed that answered that day; NULL = gap'),
            ('batch_count', 'Batches that were checked'),
            ('blamed_since', 'When the actor was first accused or suspected'),
            ('cameo', 'CAMEO event code of a statement with this stance; NULL = CAMEO has none'),
            ('change', 'How it differs from before'),
            ('changed_at', 'When this system first saw the new state'),
            ('claim_count', 'Claims'),
            ('claim_id', 'Claim'),
            ('claimant_count', 'Actors of the story that claim the act'),
            ('claimed_count', 'Independent origins that carry the actor''s claim'),
            ('claimed_since', 'When the actor''s claim was first stated'),
            ('code', 'IPTC Media Topic, or the system''s own'),
            ('column_name', 'Column that is checked; NULL = the row or table'),
            ('confirmed_actor_name', 'Actor that somebody confirmed'),
            ('confirmed_count', 'Independent origins that carry a confirmation'),
            ('confirmed_since', 'When a confirmation was first stated'),
            ('contest', 'several claim; one claims, others are blamed; or claimed and denied'),
            ('copy_group_id', 'Articles of several outlets that share one text; NULL = the text is the article''s own'),
            ('country', 'Country'),
            ('country_id', 'Entity of the country'),
            ('covers_on', 'The day whose coverage the article belongs to: publication day, else the UTC day of its first sight. A condition on it lets a query read those months only'),
            ('days_after_act', 'Calendar days (UTC) since the act; NULL = its day is not told'),
            ('delisted_on', 'When the listing ended; NULL = it stands, or the day is not known'),
            ('denied_count', 'Independent origins that carry a denial'),
            ('denied_since', 'When a denial was first stated'),
            ('domain', 'Registrable domain'),
            ('end_offset', 'Where it ends in the field: characters (code points) from 0, this one excluded'),
            ('entity_id', 'Entity; NULL = not in the knowledge base'),
            ('event', 'Event within the article that it is about'),
            ('event_on', 'Day of the event as told, YYYY-MM-DD; NULL = not told'),
            ('event_place', 'Name of the event''s place'),
            ('event_place_id', 'Entity of the event''s place as told; NULL = not told'),
            ('event_type', 'bombing, shooting, abduction, … ; attack where nothing closer is told'),
            ('evidence_count', 'Stretches of the article that earned the topic, at most 8'),
            ('evidence_end', 'Where the sentence ends in its field: characters (code points) from 0, this one excluded'),
            ('evidence_field', 'Field that holds the sentence: title or text'),
            ('evidence_sha', 'SHA-256 of the sentence (hexadecimal), so that a reader with the page can verify the offsets'),
            ('evidence_start', 'Where the sentence begins in its field: characters (code points) from 0'),
            ('evidence_text', 'The sentence, where the outlet''s quotation policy allows; else NULL: read it behind the link'),
            ('exonerated_count', 'Independent origins that carry a clearing or a lack of evidence'),
            ('exonerated_since', 'When the actor was first cleared, or evidence first called missing'),
            ('expectation', 'Expectation of the quality gate'),
            ('fact', 'claim, figure or term'),
            ('failed_batch_count', 'Batches in which the expectation failed'),
            ('failed_row_count', 'Rows that failed it, over all batches'),
            ('failure_count', 'Polls that failed since the last success'),
            ('feed_count', 'Feeds of the outlet that were polled that UTC day'),
            ('feed_id', 'Feed'),
            ('field', 'title or text'),
            ('figure_count', 'Figures'),
            ('filed_on', 'UTC day of the fetch that brought the state in: joins tags to it, together with revision_id'),
            ('first_report_at', 'Publication of the story''s first article'),
            ('first_seen_at', 'When the article was first seen'),
            ('geonames', 'GeoNames id'),
            ('gtd_rule', 'The figure by GTD''s rule (codebook, paraphrased): the most recent; of several within six hours the one most origins give, without a majority the lowest; figures on the perpetrator''s word set aside; NULL = none left'),
            ('has_written_since', 'True where the outlet has published on the story since the confirmation'),
            ('health', 'ok, failing, silent or never polled'),
            ('held_for', 'How long the source had held the stance before'),
            ('highest', 'Highest figure'),
            ('highest_after', 'Highest figure of that kind in the new state'),
            ('highest_before', 'Highest figure of that kind in the state before'),
            ('homepage_url', 'Homepage'),
            ('independent_count', 'Independent origins: agency copies and quoted agencies count once'),
            ('is_aggregate', 'True for campaigns, wars and yearly tolls'),
            ('is_authority', 'True where the source is an authority; NULL = no source'),
            ('is_copy', 'True where the article is a copy of another outlet''s text'),
            ('is_curated', 'False for outlets met in archived coverage, which nobody has described yet'),
            ('is_denied_by_itself', 'True where the actor itself denies'),
            ('is_direct', 'True for words between quotation marks'),
            ('is_gap', 'True where no feed of the outlet answered that day: what is there came from an archive or from polls of other days'),
            ('is_hedged', 'True where the statement hedges (reportedly, apparent)'),
            ('is_link_required', 'True where an extract must stand beside its link'),
            ('is_negated', 'True for "no group has claimed", "cannot confirm", "did not deny", acquittals'),
            ('is_origin', 'True for the article that the others copy'),
            ('is_part_of', 'True for a part of another figure of the article'),
            ('is_paywalled', 'True where the page shows the beginning only'),
            ('is_quoted', 'True where the attributing words stand inside quotation marks'),
            ('iso', 'ISO 3166-1 code of the country'),
            ('jurisdiction', 'Who lists'),
            ('kind', 'killed, injured, missing, detained or abducted'),
            ('known_from', 'When this warehouse loaded the state; before seen_from plus some minutes never, years after it for archived coverage'),
            ('label', 'Label of the topic'),
            ('language', 'Language of the article, ISO 639-1'),
            ('last_checked_at', 'Last check'),
            ('last_error', 'What the last failure was'),
            ('last_outcome', 'How the last poll ended'),
            ('last_polled_at', 'Last poll'),
            ('last_seen_at', 'Last sight'),
            ('last_stated_at', 'When it was last stated anew'),
            ('last_success_at', 'Last poll that answered'),
            ('lat', 'Latitude, WGS 84'),
            ('latest', 'Newest figure'),
            ('latest_at', 'When the newest figure was stated'),
            ('list', 'Name of the list'),
            ('listed_on', 'When the listing began; NULL = the day is not known'),
            ('lon', 'Longitude, WGS 84'),
            ('lowest', 'Lowest figure'),
            ('maximum', 'Upper end as printed; NULL = open'),
            ('medium_text', 'Letter, call, video, Telegram, statement, …, in the words of the article'),
            ('minimum', 'Lower end as printed; NULL = open'),
            ('muc4', 'MUC-4 label of a statement with this stance; NULL = MUC-4 has none'),
            ('muc4_by_authority', 'The same where the source is an authority'),
            ('name', 'Name'),
            ('named_at', 'When the outlet first named the actor as the one who did it'),
            ('naming_rank', '1 = the first outlet to name the actor in this story'),
            ('newest_entry_at', 'Date of the newest entry'),
            ('next_poll_at', 'Next poll; NULL = never again'),
            ('origin', 'Whose word it is: the agency or paper quoted as having reported it, else the agency credited, else the outlet that the text was copied from, else the outlet'),
            ('origin_article_id', 'Article that the others copy'),
            ('origin_count', 'Independent origins'),
            ('origin_outlet_id', 'Outlet of the article that the others copy'),
            ('origin_url', 'Address of the article that the others copy'),
            ('outlet', 'Name of the outlet'),
            ('outlet_article_count', 'Articles of the outlet of that day'),
            ('outlet_count', 'Outlets'),
            ('outlet_id', 'Outlet'),
            ('parent_id', 'Entity that this one belongs to'),
            ('parent_name', 'Name of the entity that this one belongs to'),
            ('place', 'Name of the place'),
            ('place_id', 'Entity of the place'),
            ('plan_reason', 'Why the next poll is when it is'),
            ('policy_source', 'Where the quotation policy is written'),
            ('poll_count', 'Polls'),
            ('position', 'Order within the article, from 0'),
            ('precedence', '1 = of a claim, 2 = of a figure, 3 = of a quote: the order in which an allowance is filled'),
            ('previous_is_negated', 'is_negated of the stance before'),
            ('previous_revision_id', 'The state before; NULL = this is the first'),
            ('previous_since', 'When the source first took the stance before'),
            ('previous_stance', 'The source''s stance before'),
            ('published_at', 'Publication time as the outlet gives it; NULL = only the day is known, or nothing'),
            ('published_on', 'Publication day as the outlet gives it'),
            ('qualifier', 'exact, at_least, more_than, about, up_to, fewer_than, range, dozens, scores, hundreds, thousands, several or some'),
            ('quote_characters', 'Characters of an article that an output may show; NULL = policy unknown, nothing is shown'),
            ('quote_text', 'The quoted words, where the outlet''s quotation policy allows; else NULL: read them behind the link'),
            ('quoted_by_text', 'Who is quoted with the statement'),
            ('relevance_threshold', 'From which likelihood on an article counts as relevant'),
            ('reported_count', 'Independent origins that state it as a fact'),
            ('reported_since', 'When an outlet first stated it as a fact'),
            ('revision_count', 'States of the article that were seen'),
            ('revision_id', 'State of the article'),
            ('rule', 'Rule of the annotator that found it'),
            ('said_after', 'What the new state says of the subject; NULL = nothing'),
            ('said_before', 'What the state before said of the subject; NULL = nothing'),
            ('score', 'Strength of the topic, 0.5 to 1'),
            ('seen_from', 'When this system first saw the state (for archived coverage: when the archive fetched it)'),
            ('seen_until', 'When it first saw the next state of the article; infinity = the current state'),
            ('sentence', 'The sentence, where the outlet''s quotation policy allows; else NULL'),
            ('severity', 'What a failure does'),
            ('share', 'Part of this article''s text that the origin carries too, 0 to 1'),
            ('since', 'When it was first stated'),
            ('source_entity_id', 'Entity of the source; NULL = none, or not in the knowledge base'),
            ('source_name', 'Who asserts: the entity''s name, else the words of the article; the outlet itself where no source is named'),
            ('source_text', 'The source in the words of the article; NULL = the outlet itself'),
            ('speaker_entity_id', 'Entity of the speaker; NULL = not in the knowledge base'),
            ('speaker_name', 'The speaker: the entity''s name, else the words of the article; NULL = not told'),
            ('speaker_text', 'The speaker in the words of the article'),
            ('stance', 'claimed, confirmed, accused, suspected, denied, no_evidence, reported or cleared'),
            ('start_offset', 'Where it begins in the field: characters (code points) from 0'),
            ('state_number', '1 = the first state of the article that was seen'),
            ('stated_at', 'Since when the article says so: the first of its states, up to this one, that does'),
            ('stated_on', 'When the source said so, as told'),
            ('story_id', 'Story; NULL = none computed yet'),
            ('story_title', 'Headline of the story''s first article'),
            ('subject', 'Of a claim its source, of a figure its kind, of a term the term'),
            ('suspected_count', 'Independent origins that carry a suspicion of the actor'),
            ('suspected_since', 'When a suspicion of the actor was first stated'),
            ('term', 'The word, in English, whatever the language'),
            ('terrorism', 'How likely the article is about terrorism, 0 to 1'),
            ('terrorism_count', 'Articles about terrorism'),
            ('terrorism_per_feed', 'Articles about terrorism per feed that answered that day; NULL = gap'),
            ('terrorism_share', 'Articles about terrorism among all of the outlet''s of that day, 0 to 1; NULL = gap, or no article'),
            ('threshold', 'Points that make the topic as likely as not'),
            ('title', 'Headline'),
            ('told_at', 'Since when the article tells what this state tells: publication, for later states the change'),
            ('url', 'Address of the article'),
            ('use_count', 'Uses of the word'),
            ('used_characters', 'Characters that are shown up to this sentence'),
            ('verb', 'Verb of saying'),
            ('via_text', 'The agency or paper quoted as having reported it'),
            ('voice', 'own = the outlet''s; quoted = in a quotation, or in what a named source says'),
            ('weight', 'How much it speaks for (above 0) or against (below 0) the actor having done it'),
            ('wikidata', 'Wikidata id, where verified'),
            ('word_count', 'Words of the text')
        ) as w (attname, meaning) on a.attname = w.attname
        where a.attnum > 0 and not a.attisdropped and col_description(c.oid, a.attnum) is null
    loop
        execute format('comment on column %I.%I.%I is %L', word.nspname, word.relname, word.attname, word.meaning);
    end loop;
end $$;

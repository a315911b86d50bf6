-- Marts as tables, refreshed by publication day, and the views over them. A ledger holds every state of an article with the time for
-- which it was the current one, so that "what did we believe at 18:00Z" is a range condition.

create table mart.ledger_claim (
    covers_on date not null,
    article_id bigint not null,
    revision_id bigint not null,
    filed_on date not null,
    position integer not null,
    claim_id bigint not null,
    outlet_id text not null,
    stance text not null,
    source_text text,
    source_entity_id text,
    is_authority boolean,
    actor_text text,
    actor_entity_id text,
    actor_name text,
    act_text text,
    medium_text text,
    stated_on text,
    is_hedged boolean not null,
    is_negated boolean not null,
    is_quoted boolean not null,
    quoted_by_text text,
    via_text text,
    event text,
    rule text not null,
    evidence_field text not null,
    evidence_start integer not null,
    evidence_end integer not null,
    evidence_sha bytea not null,
    stated_at timestamptz not null,
    published_at timestamptz,
    seen_from timestamptz not null,
    seen_until timestamptz not null,
    primary key (revision_id, position, covers_on)
) partition by range (covers_on);
create index ledger_claim_article on mart.ledger_claim (article_id);
create index ledger_claim_actor on mart.ledger_claim (actor_entity_id) where actor_entity_id is not null;
create index ledger_claim_source on mart.ledger_claim (source_entity_id) where source_entity_id is not null;
comment on table mart.ledger_claim is 'One row per claim of a revision, with the time for which that revision was the article''s current state';
comment on column mart.ledger_claim.covers_on is 'The day the article belongs to: the partition key, and the unit in which marts are refreshed';
comment on column mart.ledger_claim.stated_at is 'Since when the article makes this claim: the first of its states that does';
comment on column mart.ledger_claim.seen_from is 'When this system first saw the state that holds the claim';
comment on column mart.ledger_claim.seen_until is 'When it first saw the next state of the article; infinity = the current state';

create table mart.ledger_figure (
    covers_on date not null,
    article_id bigint not null,
    revision_id bigint not null,
    filed_on date not null,
    position integer not null,
    outlet_id text not null,
    kind text not null,
    minimum double precision,
    maximum double precision,
    qualifier text not null,
    source_text text,
    is_part_of boolean not null,
    is_aggregate boolean not null,
    event text,
    evidence_field text not null,
    evidence_start integer not null,
    evidence_end integer not null,
    stated_at timestamptz not null,
    seen_from timestamptz not null,
    seen_until timestamptz not null,
    primary key (revision_id, position, covers_on)
) partition by range (covers_on);
create index ledger_figure_article on mart.ledger_figure (article_id);
comment on table mart.ledger_figure is 'One row per casualty figure of a revision, with the time for which that revision was the article''s current state';
comment on column mart.ledger_figure.covers_on is 'The day the article belongs to: the partition key, and the unit in which marts are refreshed';
comment on column mart.ledger_figure.stated_at is 'Since when the article prints this figure: the first of its states that does';
comment on column mart.ledger_figure.seen_from is 'When this system first saw the state that holds the figure';
comment on column mart.ledger_figure.seen_until is 'When it first saw the next state of the article; infinity = the current state';

create table mart.sentence (
    covers_on date not null,
    article_id bigint not null,
    revision_id bigint not null,
    filed_on date not null,
    field text not null,
    start_offset integer not null,
    end_offset integer not null,
    precedence smallint not null,
    used_characters integer not null,
    primary key (revision_id, field, start_offset, end_offset, covers_on)
) partition by range (covers_on);
create index sentence_article on mart.sentence (article_id);
comment on table mart.sentence is 'One row per sentence of a revision that is evidence of a claim, figure or quote: where it stands, never its text';
comment on column mart.sentence.precedence is '1 = of a claim, 2 = of a figure, 3 = of a quote: the order in which an allowance is filled';
comment on column mart.sentence.used_characters is 'Characters of this sentence and of all before it in that order; shown while they fit the outlet''s allowance';

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

-- views -------------------------------------------------------------------------------------------------------------------------

create view mart.attribution_history as
-- grain: one row per claim of a revision
select
    l.claim_id,
    sa.story_id,
    l.article_id,
    l.revision_id,
    l.covers_on,
    l.outlet_id,
    l.stance,
    l.source_text,
    l.source_entity_id,
    coalesce(source_entity.name, l.source_text, o.name) as source_name,
    l.is_authority,
    l.actor_text,
    l.actor_entity_id,
    coalesce(actor_entity.name, l.actor_name, l.actor_text) as actor_name,
    l.act_text,
    l.medium_text,
    l.stated_on,
    l.is_hedged,
    l.is_negated,
    l.is_quoted,
    l.quoted_by_text,
    l.via_text,
    l.event,
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
    a.canonical_url as url,
    cg.copy_group_id,
    coalesce(not cg.is_origin, false) as is_copy
from mart.ledger_claim as l
inner join core.article as a on l.article_id = a.article_id
inner join ref.outlet as o on l.outlet_id = o.outlet_id
left join ref.entity as source_entity on l.source_entity_id = source_entity.entity_id
left join ref.entity as actor_entity on l.actor_entity_id = actor_entity.entity_id
left join core.story_article as sa on l.article_id = sa.article_id
left join core.copy_group as cg on l.article_id = cg.article_id;
comment on view mart.attribution_history is 'One row per claim of a revision: who says who did it, and for how long the article said so';

create view mart.attribution_ledger as
-- grain: one row per claim in the current revision of an article
select * from mart.attribution_history where seen_until = 'infinity';
comment on view mart.attribution_ledger is 'One row per claim in the current revision of an article: who says who did it';

create view mart.stance_timeline as
-- grain: one row per story, source, stance, negation and actor
select
    story_id,
    source_name,
    stance,
    is_negated,
    actor_name,
    min(stated_at) as since,
    max(stated_at) as last_stated_at,
    count(distinct article_id) filter (where not is_copy) as independent_count,
    count(distinct article_id) as article_count,
    count(distinct outlet_id) as outlet_count
from mart.attribution_ledger
group by story_id, source_name, stance, is_negated, actor_name;
comment on view mart.stance_timeline is 'One row per story, source, stance and actor: since when, how often, agency copies counted once';

create view mart.casualty_history as
-- grain: one row per casualty figure of a revision
select
    sa.story_id,
    l.article_id,
    l.revision_id,
    l.covers_on,
    l.position,
    l.outlet_id,
    l.kind,
    l.minimum,
    l.maximum,
    l.qualifier,
    l.source_text,
    l.is_part_of,
    l.is_aggregate,
    l.event,
    l.evidence_field,
    l.evidence_start,
    l.evidence_end,
    l.stated_at,
    l.seen_from,
    l.seen_until,
    a.canonical_url as url,
    coalesce(not cg.is_origin, false) as is_copy
from mart.ledger_figure as l
inner join core.article as a on l.article_id = a.article_id
left join core.story_article as sa on l.article_id = sa.article_id
left join core.copy_group as cg on l.article_id = cg.article_id;
comment on view mart.casualty_history is 'One row per casualty figure of a revision, and for how long the article printed it';

create view mart.casualty_ledger as
-- grain: one row per casualty figure in the current revision of an article
select * from mart.casualty_history where seen_until = 'infinity';
comment on view mart.casualty_ledger is 'One row per casualty figure in the current revision of an article';

create view mart.casualty_band as
-- grain: one row per story and kind of harm
with figure as (
    select
        *,
        coalesce(minimum, maximum) as printed
    from mart.casualty_ledger
    where not is_part_of and not is_aggregate and not is_copy and story_id is not null and kind in ('killed', 'injured')
)

select
    story_id,
    kind,
    min(printed) as lowest,
    max(printed) as highest,
    (array_agg(printed order by stated_at desc, article_id desc, position asc))[1] as latest,
    -- GTD (codebook, paraphrased): the most recent figure counts; ACLED (codebook, paraphrased): the most conservative of the newest day's.
    (array_agg(printed order by stated_at desc, article_id desc, position asc))[1] as gtd_rule,
    min(printed) filter (where stated_at >= newest - interval '24 hours') as acled_rule,
    count(*) as figure_count
from (select *, max(stated_at) over (partition by story_id, kind) as newest from figure) as dated
group by story_id, kind;
comment on view mart.casualty_band is 'One row per story and kind of harm: lowest, highest and latest figure, and what the GTD and ACLED rules make of them';

create view mart.evidence as
-- grain: one row per sentence that an output may want to show, per article, with its place in the outlet's allowance
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
inner join core.article as a on s.article_id = a.article_id and s.revision_id = a.current_revision_id
inner join ref.outlet as o on a.outlet_id = o.outlet_id
inner join core.revision as r on s.revision_id = r.revision_id and s.filed_on = r.filed_on;
comment on view mart.evidence is 'One row per sentence behind a claim, figure or quote: its text where the outlet''s allowance reaches, else NULL';

create view report.attribution_ledger as
-- grain: one row per claim in the current revision of an article
select
    l.*,
    e.sentence as evidence_text
from mart.attribution_ledger as l
left join mart.evidence as e
    on
        l.covers_on = e.covers_on
        and l.revision_id = e.revision_id
        and l.evidence_field = e.field
        and l.evidence_start = e.start_offset
        and l.evidence_end = e.end_offset;
comment on view report.attribution_ledger is 'The attribution ledger with as much of each sentence as the outlet''s quotation policy allows';

create view report.casualty_ledger as
-- grain: one row per casualty figure in the current revision of an article
select
    l.*,
    e.sentence as evidence_text
from mart.casualty_ledger as l
left join mart.evidence as e
    on
        l.covers_on = e.covers_on
        and l.revision_id = e.revision_id
        and l.evidence_field = e.field
        and l.evidence_start = e.start_offset
        and l.evidence_end = e.end_offset;
comment on view report.casualty_ledger is 'Casualty figures with as much of each sentence as the outlet''s quotation policy allows';

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
    cg.copy_group_id
from core.article as a
inner join ref.outlet as o on a.outlet_id = o.outlet_id
inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
left join core.story_article as sa on a.article_id = sa.article_id
left join core.copy_group as cg on a.article_id = cg.article_id;
comment on view report.article is 'One row per article: headline, link and facts, never its text';

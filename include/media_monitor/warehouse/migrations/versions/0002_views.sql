-- Marts (over core) and report views (what an analyst reads: each outlet's quotation policy holds here, and fails closed).

create view mart.revision_time as
-- grain: one row per revision
select
    r.revision_id,
    r.article_id,
    r.revision_id = a.current_revision_id as is_current,
    case
        when r.seen_at = min(r.seen_at) over (partition by r.article_id)
            then coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at)
        -- a later state says what it says since the outlet changed it, not since the article first appeared
        else greatest(coalesce(r.modified_at, r.seen_at), coalesce(r.published_at, r.seen_at))
    end as told_at
from core.revision as r
inner join core.article as a on r.article_id = a.article_id;
comment on view mart.revision_time is 'One row per revision: since when its article tells what it tells';

create view mart.attribution_ledger as
-- grain: one row per claim in the current revision of an article
with dated as (
    select
        c.*,
        t.article_id,
        t.is_current,
        -- the first state of the article that has the same claim
        min(t.told_at) over (
            partition by
                t.article_id,
                c.stance,
                c.is_negated,
                coalesce(c.source_entity_id, c.source_text),
                coalesce(c.actor_entity_id, c.actor_text)
        ) as stated_at
    from core.claim as c
    inner join mart.revision_time as t on c.revision_id = t.revision_id
)

select
    c.claim_id,
    sa.story_id,
    a.article_id,
    c.revision_id,
    a.outlet_id,
    c.stance,
    c.source_text,
    c.source_entity_id,
    coalesce(source_entity.name, c.source_text, o.name) as source_name,
    c.is_authority,
    c.actor_text,
    c.actor_entity_id,
    coalesce(actor_entity.name, c.actor_name, c.actor_text) as actor_name,
    c.act_text,
    c.medium_text,
    c.stated_on,
    c.is_hedged,
    c.is_negated,
    c.is_quoted,
    c.quoted_by_text,
    c.via_text,
    c.event,
    c.rule,
    c.position,
    c.evidence_field,
    c.evidence_start,
    c.evidence_end,
    encode(c.evidence_sha, 'hex') as evidence_sha,
    c.stated_at,
    r.published_at,
    r.seen_at,
    a.canonical_url as url,
    cg.copy_group_id,
    coalesce(not cg.is_origin, false) as is_copy
from dated as c
inner join core.revision as r on c.revision_id = r.revision_id
inner join core.article as a on r.article_id = a.article_id
inner join ref.outlet as o on a.outlet_id = o.outlet_id
left join ref.entity as source_entity on c.source_entity_id = source_entity.entity_id
left join ref.entity as actor_entity on c.actor_entity_id = actor_entity.entity_id
left join core.story_article as sa on a.article_id = sa.article_id
left join core.copy_group as cg on a.article_id = cg.article_id
where c.is_current;
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

create view mart.casualty_ledger as
-- grain: one row per casualty figure in the current revision of an article
with dated as (
    select
        c.*,
        t.article_id,
        t.is_current,
        -- the first state of the article that has the same figure
        min(t.told_at) over (partition by t.article_id, c.kind, c.qualifier, c.minimum, c.maximum) as stated_at
    from core.casualty as c
    inner join mart.revision_time as t on c.revision_id = t.revision_id
)

select
    sa.story_id,
    a.article_id,
    c.revision_id,
    c.position,
    a.outlet_id,
    c.kind,
    c.minimum,
    c.maximum,
    c.qualifier,
    c.source_text,
    c.is_part_of,
    c.is_aggregate,
    c.evidence_field,
    c.evidence_start,
    c.evidence_end,
    c.stated_at,
    a.canonical_url as url,
    coalesce(not cg.is_origin, false) as is_copy
from dated as c
inner join core.article as a on c.article_id = a.article_id
left join core.story_article as sa on a.article_id = sa.article_id
left join core.copy_group as cg on a.article_id = cg.article_id
where c.is_current;
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

create view mart.source_health as
-- grain: one row per feed
select
    f.feed_id,
    f.outlet_id,
    s.last_polled_at,
    s.last_success_at,
    s.last_outcome,
    s.last_error,
    s.failure_count,
    s.newest_entry_at,
    s.next_poll_at,
    s.plan_reason,
    coalesce(p.poll_count, 0) as poll_count,
    coalesce(p.entry_count, 0) as entry_count,
    case
        when s.last_polled_at is null then 'never polled'
        when s.failure_count > 0 then 'failing'
        when s.newest_entry_at < s.last_polled_at - interval '30 days' then 'silent'
        else 'ok'
    end as health
from ref.feed as f
left join ops.feed_state as s on f.feed_id = s.feed_id
left join lateral (
    select
        count(*) as poll_count,
        sum(new_count) as entry_count
    from ops.feed_poll
    where feed_poll.feed_id = f.feed_id
) as p on true;
comment on view mart.source_health is 'One row per feed: does it still speak, and since when not';

create view mart.quality_scorecard as
-- grain: one row per expectation
select
    expectation,
    column_name,
    severity,
    count(*) as batch_count,
    count(*) filter (where not is_success) as failed_batch_count,
    coalesce(sum(row_count), 0) as row_count,
    coalesce(sum(failed_count), 0) as failed_row_count,
    max(checked_at) as last_checked_at
from ops.check_result
group by expectation, column_name, severity;
comment on view mart.quality_scorecard is 'One row per expectation over all batches';

create view mart.evidence as
-- grain: one row per sentence that an output may want to show, per article, with its place in the outlet's allowance
with span as (
    select
        revision_id,
        evidence_field as field,
        evidence_start as start_offset,
        evidence_end as end_offset,
        1 as precedence
    from core.claim
    union all
    select
        revision_id,
        evidence_field,
        evidence_start,
        evidence_end,
        2
    from core.casualty
    union all
    select
        revision_id,
        field,
        start_offset,
        end_offset,
        3
    from core.quote
),

sentence as (
    select
        revision_id,
        field,
        start_offset,
        end_offset,
        min(precedence) as precedence
    from span
    group by revision_id, field, start_offset, end_offset
),

filled as (
    select
        s.*,
        a.article_id,
        o.quote_characters,
        sum(s.end_offset - s.start_offset) over (
            partition by s.revision_id
            order by s.precedence, s.field desc, s.start_offset, s.end_offset
            rows between unbounded preceding and current row
        ) as used_characters
    from sentence as s
    inner join core.article as a on s.revision_id = a.current_revision_id
    inner join ref.outlet as o on a.outlet_id = o.outlet_id
)

select
    f.article_id,
    f.revision_id,
    f.field,
    f.start_offset,
    f.end_offset,
    case
        when f.used_characters <= coalesce(f.quote_characters, 0)
            then substr(case f.field when 'title' then r.title else r.text end, f.start_offset + 1, f.end_offset - f.start_offset)
    end as sentence
from filled as f
inner join core.revision as r on f.revision_id = r.revision_id;
comment on view mart.evidence is 'One row per sentence behind a claim, figure or quote: its text where the outlet''s allowance reaches, else NULL';

create view report.attribution_ledger as
-- grain: one row per claim in the current revision of an article
select
    l.*,
    e.sentence as evidence_text
from mart.attribution_ledger as l
left join mart.evidence as e
    on
        l.revision_id = e.revision_id
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
        l.revision_id = e.revision_id
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
inner join core.revision as r on a.current_revision_id = r.revision_id
left join core.story_article as sa on a.article_id = sa.article_id
left join core.copy_group as cg on a.article_id = cg.article_id;
comment on view report.article is 'One row per article: headline, link and facts, never its text';

-- One row per claim, figure, topic, corrected name and story of these articles as the marts show them, in a line for a person.
select
    l.article_id,
    1 as part,
    concat_ws(
        ' ', case when l.claim_id < 0 then 'added claim:' else format('claim %%s:', l.claim_id) end, l.source_name, '(' || l.source_entity_id || ')',
        case when l.is_negated then 'not' end, l.stance, case when l.is_hedged then '(hedged)' end,
        coalesce(l.actor_name, 'nobody named'), '(' || l.actor_entity_id || ')',
        format('[%%s %%s-%%s]', l.evidence_field, l.evidence_start, l.evidence_end)
    ) as line
from mart.attribution_ledger as l
where l.article_id = any(%(article_ids)s) and l.covers_on = any(%(days)s)
union all
select
    f.article_id,
    2,
    concat_ws(
        ' ', format('figure %%s:', f.position), f.kind, f.qualifier, coalesce(f.minimum::text, '-'), coalesce(f.maximum::text, '-'),
        case when f.is_aggregate then 'aggregate' end, case when f.is_part_of then 'part of another' end,
        format('[%%s %%s-%%s]', f.evidence_field, f.evidence_start, f.evidence_end)
    )
from mart.casualty_ledger as f
where f.article_id = any(%(article_ids)s) and f.covers_on = any(%(days)s)
union all
select
    t.article_id,
    3,
    format('topic: %%s %%s', t.code, t.label)
from mart.topic_tag as t
where t.article_id = any(%(article_ids)s) and t.covers_on = any(%(days)s)
union all
select
    m.article_id,
    4,
    format('name: %%s = %%s [%%s %%s-%%s]', m.text, coalesce(m.entity_id, 'nobody known'), m.field, m.start_offset, m.end_offset)
from mart.mention as m
where m.article_id = any(%(article_ids)s) and m.covers_on = any(%(days)s) and m.text = any(%(words)s)
union all
select
    sa.article_id,
    5,
    format('story: %%s', sa.story_id)
from core.story_article as sa
where sa.article_id = any(%(article_ids)s)

-- One row per article published in the window, in a story that reaches into it, or in one that a person joined with one of these:
-- its current state as finding stories needs it.
with recursive near as (
    select article_id
    from core.article
    where covers_on between %(first)s and %(last)s
    union
    select sa.article_id
    from core.story as s
    inner join core.story_article as sa on s.story_id = sa.story_id
    where s.last_seen_at >= %(first)s and s.first_seen_at < %(last)s::date + 1
    union
    select joined.article_id
    from near as n
    inner join core.correction as k
        on k.kind = 'story' and k.verdict = 'same' and k.withdrawn_at is null and n.article_id in (k.article_id, k.other_article_id)
    cross join lateral (
        select k.article_id + k.other_article_id - n.article_id as article_id
        union
        select other.article_id
        from core.story_article as sa
        inner join core.story_article as other on sa.story_id = other.story_id
        where sa.article_id = k.article_id + k.other_article_id - n.article_id
    ) as joined
),

told as materialized (
    select
        article_id,
        current_revision_id,
        current_filed_on
    from core.article
    where article_id in (select n.article_id from near as n)
)

select
    t.article_id,
    r.title,
    r.language,
    left(r.text, %(characters)s) as opening,
    coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at) as told_at,
    (
        select
            jsonb_agg(
                jsonb_build_array(
                    m.entity_id,
                    m.kind,
                    (select e.parent_id from ref.entity as e where e.entity_id = m.entity_id),
                    m.field,
                    m.start_offset,
                    m.end_offset
                ) order by m.position
            )
        from core.mention as m
        where m.revision_id = r.revision_id and m.filed_on = r.filed_on and m.entity_id is not null
    ) as names
from told as t
inner join core.revision as r on t.current_revision_id = r.revision_id and t.current_filed_on = r.filed_on
-- says the same of all of them at once: other months are not read
where r.filed_on between (select min(current_filed_on) from told) and (select max(current_filed_on) from told)
order by t.article_id

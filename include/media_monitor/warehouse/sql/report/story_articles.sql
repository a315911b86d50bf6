-- One row per article published in the window, or in a story that reaches into it: its current state as finding stories needs it.
with touching as (
    select sa.article_id
    from core.story as s
    inner join core.story_article as sa on s.story_id = sa.story_id
    where s.last_seen_at >= %(first)s and s.first_seen_at < %(last)s::date + 1
)

select
    a.article_id,
    r.title,
    r.language,
    left(r.text, %(characters)s) as opening,
    coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at) as told_at,
    (
        select
            jsonb_agg(
                jsonb_build_array(m.entity_id, m.kind, e.parent_id, m.field, m.start_offset, m.end_offset) order by m.position
            )
        from core.mention as m
        left join ref.entity as e on m.entity_id = e.entity_id
        where m.revision_id = r.revision_id and m.filed_on = r.filed_on and m.entity_id is not null
    ) as names
from core.article as a
inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
where
    a.covers_on between %(first)s and %(last)s
    or a.article_id in (select t.article_id from touching as t)
order by a.article_id

-- One row per article of the list: its current state as finding stories needs it.
with told as materialized (
    select
        article_id,
        current_revision_id,
        current_filed_on
    from core.article
    where article_id = any(%(article_ids)s::bigint[])
)

select
    t.article_id,
    r.revision_id,
    r.annotator,
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

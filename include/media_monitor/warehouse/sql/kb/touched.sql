-- One row: how many articles name one of these entities or contain one of these names, and what lies in the same archive objects.
with touched as (
    select
        r.article_id,
        r.object_id
    from core.revision as r
    where
        exists (
            select 1 from core.mention as m
            where m.revision_id = r.revision_id and m.entity_id = any(%(entity_ids)s::text[])
        )
        or exists (
            select 1 from unnest(%(names)s::text[]) as added (name)
            where position(lower(added.name) in lower(concat_ws(' ', r.title, r.text))) > 0
        )
)

select
    (select count(distinct t.article_id) from touched as t) as article_count,
    (select count(distinct t.object_id) from touched as t) as object_count,
    (select count(*) from core.revision as r where r.object_id in (select t.object_id from touched as t)) as revision_count

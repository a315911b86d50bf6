-- One row per article of the list whose text is there: its current state as finding copies needs it.
with told as materialized (
    select
        article_id,
        outlet_id,
        current_revision_id,
        current_filed_on
    from core.article
    where article_id = any(%(article_ids)s::bigint[])
)

select
    t.article_id,
    t.outlet_id,
    r.agency,
    r.text,
    coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at) as told_at
from told as t
inner join core.revision as r on t.current_revision_id = r.revision_id and t.current_filed_on = r.filed_on
where
    r.text is not null
    -- says the same of all of them at once: other months are not read
    and r.filed_on between (select min(current_filed_on) from told) and (select max(current_filed_on) from told)
order by t.article_id

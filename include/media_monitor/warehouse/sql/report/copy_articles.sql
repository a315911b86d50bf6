-- One row per article published in the window: its current state as finding copies needs it.
with told as materialized (
    select
        article_id,
        outlet_id,
        current_revision_id,
        current_filed_on
    from core.article
    where covers_on between %(first)s and %(last)s
)

select
    t.article_id,
    t.outlet_id,
    r.agency,
    r.text,
    coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at) as told_at
from told as t
inner join core.revision as r on t.current_revision_id = r.revision_id and t.current_filed_on = r.filed_on
-- says the same of all of them at once: other months are not read; of a text that retention has removed the groups stay as they are
where r.text is not null and r.filed_on between (select min(current_filed_on) from told) and (select max(current_filed_on) from told)
order by t.article_id

-- One row per article published in the window: its current state as finding copies needs it.
select
    a.article_id,
    a.outlet_id,
    r.agency,
    r.text,
    coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at) as told_at
from core.article as a
inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
where a.covers_on between %(first)s and %(last)s
order by a.article_id

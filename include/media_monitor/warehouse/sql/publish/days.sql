-- One row per publication day of the batch's new states, newest first.
select distinct coalesce(r.published_on, (r.seen_at at time zone 'UTC')::date) as covers_on
from core.revision as r
where r.batch_id = %(batch_id)s
order by 1 desc

-- One row per publication day whose marts this batch made stale.
insert into ops.report_due (covers_on, since)
select distinct
    coalesce(r.published_on, (r.seen_at at time zone 'UTC')::date),
    %(now)s
from core.revision as r
inner join tagged as t on r.revision_id = t.revision_id
order by 1
on conflict (covers_on) do nothing

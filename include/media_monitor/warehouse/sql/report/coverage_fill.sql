-- One row per publication day and outlet of the days that changed.
insert into mart.coverage_daily (covers_on, outlet_id, article_count, terrorism_count, claim_count)
select
    coalesce(a.published_on, (a.first_seen_at at time zone 'UTC')::date) as covers_on,
    a.outlet_id,
    count(*),
    count(*) filter (where r.terrorism >= r.relevance_threshold),
    coalesce(sum((select count(*) from core.claim as c where c.revision_id = r.revision_id)), 0)
from core.article as a
inner join core.revision as r on a.current_revision_id = r.revision_id
where coalesce(a.published_on, (a.first_seen_at at time zone 'UTC')::date) = any(%(days)s)
group by 1, 2
order by 1, 2

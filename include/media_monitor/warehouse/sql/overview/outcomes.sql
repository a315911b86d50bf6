-- One row per outcome: addresses of live coverage, and archived pages that were registered.
select
    outcome || coalesce(':' || outcome_reason, '') as name,
    count(*)::int as count
from (
    select
        outcome,
        case when outcome in ('failed', 'quarantined', 'not_an_article') then outcome_reason end as outcome_reason
    from ops.page
    union all
    select
        o.outcome,
        case when o.outcome in ('failed', 'quarantined', 'not_an_article') then o.reason end
    from ops.outcome as o
    inner join ops.archive_object as a on o.object_id = a.object_id and a.purpose = 'collection'
) as ended
group by 1
order by count desc, name asc

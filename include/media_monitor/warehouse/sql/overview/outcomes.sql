-- One row per outcome: addresses of live coverage, and archived pages of backfills.
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
    inner join ops.batch as b on o.batch_id = b.batch_id and b.purpose = 'backfill'
) as ended
group by 1
order by count desc, name asc

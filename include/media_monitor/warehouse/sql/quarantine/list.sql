-- One row per outlet and reason of pages in quarantine: how many, since when, and one of them.
select
    coalesce(q.outlet_id, 'unknown') as outlet_id,
    reason,
    count(*)::int as page_count,
    min(q.quarantined_at) as oldest_at,
    max(q.quarantined_at) as newest_at,
    max(q.replay_count) as replay_count,
    min(q.quarantine_id) as example_id
from ops.quarantine as q
cross join lateral unnest(q.reasons) as reason
where
    (q.replayed_at is null or %(replayed)s)
    and (%(reason)s::text is null or position(lower(%(reason)s) in lower(reason)) > 0)
    and (%(outlet)s::text is null or q.outlet_id = %(outlet)s)
group by 1, 2
order by page_count desc, outlet_id asc, reason asc

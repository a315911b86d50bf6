-- One row per monitored feed.
select
    f.feed_id as feed,
    s.last_outcome as outcome,
    s.failure_count > 0 as has_failed
from ref.feed as f
inner join ops.feed_state as s on f.feed_id = s.feed_id
where f.is_active
order by f.feed_id

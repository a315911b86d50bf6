-- One row per shard that has feeds due at or before the horizon.
select
    f.shard,
    count(*)::int as feed_count
from ref.feed as f
inner join ops.feed_state as s on f.feed_id = s.feed_id
where f.is_active and s.next_poll_at <= %(horizon)s and (s.leased_until is null or s.leased_until < now())
group by f.shard
order by f.shard

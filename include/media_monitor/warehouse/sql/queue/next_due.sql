-- One row: when the first feed of the shards is due that nobody holds, if at or before the horizon.
select min(s.next_poll_at) as due_at
from ops.feed_state as s
inner join ref.feed as f on s.feed_id = f.feed_id
where
    f.is_active
    and f.shard = any(%(shards)s)
    and s.next_poll_at <= %(horizon)s
    and (s.leased_until is null or s.leased_until < now())

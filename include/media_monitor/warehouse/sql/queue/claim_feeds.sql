-- One row per feed that this worker may poll now: leased, so that no other worker polls it.
with due as (
    select s.feed_id
    from ops.feed_state as s
    inner join ref.feed as f on s.feed_id = f.feed_id
    where
        f.is_active
        and f.shard = any(%(shards)s)
        and s.next_poll_at <= %(horizon)s
        and (s.leased_until is null or s.leased_until < now())
    order by s.next_poll_at, s.feed_id
    limit %(most)s
    for update of s skip locked
)

update ops.feed_state as s
set lease_epoch = s.lease_epoch + 1, leased_until = now() + interval '15 minutes'
from due
inner join ref.feed as f on due.feed_id = f.feed_id
where s.feed_id = due.feed_id
returning
    s.feed_id, f.url, f.outlet_id, s.etag, s.last_modified, s.body_sha, s.last_polled_at, s.interval_seconds, s.failure_count,
    s.next_poll_at, s.newest_entry_at, s.lease_epoch

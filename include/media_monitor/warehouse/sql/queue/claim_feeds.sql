-- One row per feed that this worker may poll now: leased, so that no other worker polls it. The lease is as long as the feed's interval:
-- a worker that is killed may have asked it.
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
set lease_epoch = s.lease_epoch + 1, leased_until = now() + greatest(interval '15 minutes', coalesce(s.interval_seconds, 3600) * interval '1 second')
from due
inner join ref.feed as f on due.feed_id = f.feed_id
where s.feed_id = due.feed_id
returning
    s.feed_id,
    -- one by one: joined, the addresses of the whole list would be made out first
    (select a.url from ops.feed_address as a where a.feed_id = s.feed_id) as url,
    f.url as listed_url, f.outlet_id, s.etag, s.last_modified, s.body_sha, s.last_polled_at, s.interval_seconds,
    s.failure_count, s.newest_entry_at, s.document_seconds, s.fresh_seconds, s.rhythm_seconds, s.skip_hours, s.skip_days, s.unchanged_at,
    s.whole_at, s.distrusted_at, s.next_poll_at, s.lease_epoch,
    case when s.moved_from = f.url then s.move_target end as move_target, s.move_count, s.move_since, s.moved_at

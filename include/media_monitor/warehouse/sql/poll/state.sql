-- One row per feed: what its next poll needs to know. A worker whose lease was taken over changes nothing.
update ops.feed_state as s
set
    etag = f.etag,
    last_modified = f.last_modified,
    body_sha = f.body_sha,
    interval_seconds = f.interval_seconds,
    next_poll_at = f.next_poll_at,
    plan_reason = f.plan_reason,
    last_polled_at = f.last_polled_at,
    last_success_at = coalesce(f.last_success_at, s.last_success_at),
    last_outcome = f.last_outcome,
    last_error = f.last_error,
    newest_entry_at = greatest(s.newest_entry_at, f.newest_entry_at),
    failure_count = f.failure_count,
    leased_until = null
from feed_left as f
where s.feed_id = f.feed_id and s.lease_epoch = f.lease_epoch

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
    document_seconds = f.document_seconds,
    fresh_seconds = f.fresh_seconds,
    rhythm_seconds = f.rhythm_seconds,
    skip_hours = f.skip_hours,
    skip_days = f.skip_days,
    unchanged_at = f.unchanged_at,
    whole_at = f.whole_at,
    distrusted_at = f.distrusted_at,
    throttled_until = f.throttled_until,
    move_target = f.move_target,
    move_count = f.move_count,
    move_since = f.move_since,
    moved_at = f.moved_at,
    moved_from = f.moved_from,
    leased_until = null
from feed_left as f
where s.feed_id = f.feed_id and s.lease_epoch = f.lease_epoch

-- One row: what the feed's next poll needs to know. A worker whose lease was taken over changes nothing.
update ops.feed_state
set
    etag = %(etag)s,
    last_modified = %(last_modified)s,
    body_sha = %(body_sha)s,
    interval_seconds = %(interval_seconds)s,
    next_poll_at = %(next_poll_at)s,
    plan_reason = %(plan_reason)s,
    last_polled_at = %(last_polled_at)s,
    last_success_at = coalesce(%(last_success_at)s, last_success_at),
    last_outcome = %(last_outcome)s,
    last_error = %(last_error)s,
    newest_entry_at = greatest(newest_entry_at, %(newest_entry_at)s),
    failure_count = %(failure_count)s,
    leased_until = null
where feed_id = %(feed_id)s and lease_epoch = %(lease_epoch)s

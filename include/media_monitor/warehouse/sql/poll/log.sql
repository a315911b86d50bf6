-- One row: a poll of a feed, in the log and in the count of its day, which outlives the log.
with logged as (
    insert into ops.feed_poll (
        feed_id, polled_at, outcome, http_status, byte_count, entry_count, new_count, changed_count, known_count, repeated_count,
        dropped_count, duration_ms, detail, archive_url, archive_offset
    )
    values (
        %(feed_id)s, %(polled_at)s, %(outcome)s, %(http_status)s, %(byte_count)s, %(entry_count)s, %(new_count)s, %(changed_count)s,
        %(known_count)s, %(repeated_count)s, %(dropped_count)s, %(duration_ms)s, %(detail)s, %(archive_url)s, %(archive_offset)s
    )
    on conflict (feed_id, polled_at) do nothing
    returning feed_id, polled_at, outcome
)

insert into ops.feed_day as d (polled_on, feed_id, poll_count, answered_count)
select
    (polled_at at time zone 'UTC')::date,
    feed_id,
    1,
    (outcome in ('changed', 'same_body', 'not_modified'))::int
from logged
on conflict (polled_on, feed_id) do update set
    poll_count = d.poll_count + 1, answered_count = d.answered_count + excluded.answered_count

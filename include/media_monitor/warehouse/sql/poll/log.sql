-- One row per poll, in the log and in the count of its day, which outlives the log.
with logged as (
    insert into ops.feed_poll (
        feed_id, polled_at, outcome, http_status, byte_count, entry_count, new_count, changed_count, known_count, repeated_count,
        dropped_count, duration_ms, detail, archive_url, archive_offset
    )
    select
        feed_id,
        polled_at,
        outcome,
        http_status,
        byte_count,
        entry_count,
        new_count,
        changed_count,
        known_count,
        repeated_count,
        dropped_count,
        duration_ms,
        detail,
        archive_url,
        archive_offset
    from polled
    order by feed_id, polled_at
    on conflict (feed_id, polled_at) do nothing
    returning feed_id, polled_at, outcome
)

insert into ops.feed_day as d (polled_on, feed_id, poll_count, answered_count)
select
    (polled_at at time zone 'UTC')::date as polled_on,
    feed_id,
    count(*),
    count(*) filter (where outcome in ('changed', 'same_body', 'not_modified'))
from logged
group by polled_on, feed_id
order by polled_on, feed_id
on conflict (polled_on, feed_id) do update set
    poll_count = d.poll_count + excluded.poll_count, answered_count = d.answered_count + excluded.answered_count

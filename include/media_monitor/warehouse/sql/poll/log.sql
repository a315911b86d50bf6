-- One row per poll, in the log and in the count of its day, which outlives the log.
with logged as (
    insert into ops.feed_poll (
        feed_id, polled_at, outcome, http_status, byte_count, entry_count, new_count, changed_count, known_count, repeated_count,
        alias_count, gap_seconds, dropped_count, duration_ms, detail, archive_url, archive_offset
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
        alias_count,
        -- of a feed that told of nothing before, nothing can have been missed
        case
            when
                new_count > 0 and known_count = 0 and changed_count = 0
                and exists (select 1 from ops.entry as e where e.feed_id = n.feed_id and e.first_seen_at < n.polled_at)
                then (
                    select extract(epoch from n.polled_at - max(h.heard_at))::int
                    from (
                        select p.polled_at as heard_at
                        from ops.feed_poll as p
                        where p.feed_id = n.feed_id and p.outcome in ('changed', 'same_body', 'not_modified')
                        union all
                        -- the log does not go back for ever
                        select s.last_success_at
                        from ops.feed_state as s
                        where s.feed_id = n.feed_id
                    ) as h
                    where h.heard_at < n.polled_at
                )
        end as gap_seconds,
        dropped_count,
        duration_ms,
        detail,
        archive_url,
        archive_offset
    from polled as n
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

-- One row per day under check and feed of the gap calendar: was it heard, and is it as it usually is?
select
    g.covers_on::text as slice,
    g.feed_id as subject,
    -- a feed that was called gone, or that the day is too young for, need not be asked
    g.poll_count > 0 or not g.is_over or s.next_poll_at is null as is_polled,
    case when g.poll_count > 0 then 1 - g.success_count::double precision / g.poll_count else 0 end as failed_poll_share,
    coalesce(g.silence_seconds::double precision / nullif(g.silence_limit_seconds, 0), 0) as silence_ratio,
    case when g.is_over and g.expected_count >= %(fewest)s then g.entry_count / g.expected_count else 1 end as volume_ratio,
    g.lossy_count
from mart.gap_calendar as g
left join ops.feed_state as s on g.feed_id = s.feed_id
where g.covers_on = any(%(days)s)

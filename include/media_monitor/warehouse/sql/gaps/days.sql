-- One row per UTC day that the gap calendar lacks or holds unfinished, ascending: from the day before its newest one (polls that
-- began before midnight are logged after it), or from the first poll.
select day::date as covers_on
from generate_series(
    coalesce(
        (select max(covers_on) - 1 from mart.gap_calendar),
        (select (min(polled_at) at time zone 'UTC')::date from ops.feed_poll)
    )::timestamp,
    (%(until)s::timestamptz at time zone 'UTC')::date::timestamp,
    interval '1 day'
) as day
order by 1

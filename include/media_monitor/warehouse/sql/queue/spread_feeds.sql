-- One row per due feed that has no turn yet: it gets a later one. A host has as many turns until the next round as its pause allows, and
-- what has waited for more than a round, as after a stop of hours, starts anew at a steady rate. Who was asked longest ago goes first.
with due as (
    select
        s.feed_id,
        s.next_poll_at < %(now)s - %(tick)s::interval as is_late,
        row_number() over (partition by a.host order by s.last_polled_at nulls first, s.feed_id) - 1 as host_place,
        greatest(1, floor(extract(epoch from %(turns_for)s::interval) / greatest(h.pause_seconds, %(pause)s))) as host_turns,
        row_number() over (
            partition by s.next_poll_at < %(now)s - %(tick)s::interval order by s.last_polled_at nulls first, s.feed_id
        ) - 1 as place
    from ops.feed_state as s
    inner join ref.feed as f on s.feed_id = f.feed_id
    inner join ops.feed_address as a on s.feed_id = a.feed_id
    left join ops.host as h on a.host = h.host
    where f.is_active and s.next_poll_at <= %(now)s and (s.leased_until is null or s.leased_until < now())
),

later as (
    select
        feed_id,
        greatest(
            floor(host_place / host_turns) * %(tick)s::interval,
            case when is_late then floor(place / %(at_once)s) * %(every)s::interval end
        ) as wait
    from due
),

turns as (
    select
        s.feed_id,
        l.wait
    from later as l
    inner join ops.feed_state as s on l.feed_id = s.feed_id
    where l.wait > interval '0'
    order by s.feed_id
    for update of s skip locked
)

update ops.feed_state as s
set next_poll_at = %(now)s + t.wait, plan_reason = 'it was due, but many were: its turn comes later'
from turns as t
where s.feed_id = t.feed_id

-- One row per feed that waits because two others of its host were sent away: not before the later of them may be asked again.
with sent_away as (
    select
        a.host,
        max(s.throttled_until) as until
    from ops.feed_address as a
    inner join ops.feed_state as s on a.feed_id = s.feed_id
    where a.host = any(%(hosts)s) and s.last_polled_at > %(now)s - %(within)s::interval and s.throttled_until > %(now)s
    group by a.host
    having count(*) > 1
),

waiting as (
    select
        s.feed_id,
        w.until
    from sent_away as w
    inner join ops.feed_address as a on w.host = a.host
    inner join ops.feed_state as s on a.feed_id = s.feed_id
    where s.next_poll_at < w.until
    order by s.feed_id
    for update of s skip locked
)

update ops.feed_state as s
set next_poll_at = w.until, plan_reason = 'its host sent two feeds away (Retry-After), so all of them wait'
from waiting as w
where s.feed_id = w.feed_id

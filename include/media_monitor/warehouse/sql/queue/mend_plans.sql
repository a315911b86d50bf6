-- One row per feed whose last poll lies in the future: the clock was wrong then. From now on it waits as long as it was to wait.
with wrong as (
    select feed_id
    from ops.feed_state
    where last_polled_at > %(now)s
    order by feed_id
    for update skip locked
)

update ops.feed_state as s
set next_poll_at = %(now)s + (s.next_poll_at - s.last_polled_at), last_polled_at = %(now)s
from wrong
where s.feed_id = wrong.feed_id

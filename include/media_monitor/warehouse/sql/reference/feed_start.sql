-- One row per feed that was never planned: due at the start.
insert into ops.feed_state (feed_id, next_poll_at, plan_reason)
select
    feed_id,
    %(start)s,
    'first poll'
from ref.feed
on conflict (feed_id) do nothing

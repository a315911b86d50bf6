-- One row per feed that was never planned: due at the start, and of a long list so many at a time, in no order that a host could notice.
insert into ops.feed_state (feed_id, next_poll_at, plan_reason)
select
    f.feed_id,
    %(start)s + floor((row_number() over (order by sha256(f.feed_id::bytea)) - 1) / %(at_once)s) * %(every)s::interval,
    'first poll'
from ref.feed as f
where not exists (select 1 from ops.feed_state as s where s.feed_id = f.feed_id)
on conflict (feed_id) do nothing

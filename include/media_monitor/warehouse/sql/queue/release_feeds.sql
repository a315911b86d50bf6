-- One row per feed of the list that this worker still holds: it is free again. Locked in id order, as everywhere.
with mine as (
    select s.feed_id
    from ops.feed_state as s
    inner join unnest(%(feed_ids)s::text[], %(epochs)s::bigint[]) as held (feed_id, lease_epoch)
        on s.feed_id = held.feed_id and s.lease_epoch = held.lease_epoch
    order by s.feed_id
    for no key update of s
)

update ops.feed_state as t
set leased_until = null
from mine
where t.feed_id = mine.feed_id

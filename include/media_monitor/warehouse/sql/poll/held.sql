-- One row per feed of the list that this worker still holds, locked in id order until the transaction ends.
select s.feed_id
from ops.feed_state as s
inner join unnest(%(feed_ids)s::text[], %(epochs)s::bigint[]) as held (feed_id, lease_epoch) on s.feed_id = held.feed_id and s.lease_epoch = held.lease_epoch
order by s.feed_id
for update of s

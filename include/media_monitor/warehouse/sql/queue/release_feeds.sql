-- One row per feed of the list that this worker still holds: it is free again.
update ops.feed_state as t
set leased_until = null
from unnest(%(feed_ids)s::text[], %(epochs)s::bigint[]) as held (feed_id, lease_epoch)
where t.feed_id = held.feed_id and t.lease_epoch = held.lease_epoch

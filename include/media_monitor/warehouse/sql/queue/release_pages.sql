-- One row per page of the list that this worker still holds: it is free again.
update ops.page as t
set leased_until = null
from unnest(%(page_ids)s::bigint[], %(epochs)s::bigint[]) as held (page_id, lease_epoch)
where t.page_id = held.page_id and t.lease_epoch = held.lease_epoch

-- One row per page of the list that this worker still holds, locked in id order until the transaction ends.
select p.page_id
from ops.page as p
inner join unnest(%(page_ids)s::bigint[], %(epochs)s::bigint[]) as held (page_id, lease_epoch) on p.page_id = held.page_id and p.lease_epoch = held.lease_epoch
order by p.page_id
for update of p

-- One row per page of the list that this worker still holds: it is free again. Locked in id order, as everywhere.
with mine as (
    select p.page_id
    from ops.page as p
    inner join unnest(%(page_ids)s::bigint[], %(epochs)s::bigint[]) as held (page_id, lease_epoch)
        on p.page_id = held.page_id and p.lease_epoch = held.lease_epoch
    order by p.page_id
    for no key update of p
)

update ops.page as t
set leased_until = null
from mine
where t.page_id = mine.page_id

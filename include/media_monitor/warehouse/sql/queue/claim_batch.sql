-- One row if this worker holds the batch now; none if it is in another state or another worker holds it.
update ops.batch as b
set lease_epoch = b.lease_epoch + 1, leased_until = now() + interval '30 minutes'
from ops.archive_object as o
where
    b.batch_id = %(batch_id)s
    and b.object_id = o.object_id
    and b.state = any(%(states)s)
    and (b.leased_until is null or b.leased_until < now())
returning b.batch_id, b.object_id, b.covers_on, b.record_offsets, b.purpose, b.state, b.lease_epoch, o.url

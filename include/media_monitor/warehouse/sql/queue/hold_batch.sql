-- One row if the epoch still holds the batch, which is then locked until the transaction ends.
select
    batch_id,
    object_id,
    purpose,
    state
from ops.batch
where batch_id = %(batch_id)s and lease_epoch = %(lease_epoch)s
for update

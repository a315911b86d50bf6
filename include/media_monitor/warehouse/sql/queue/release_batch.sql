-- One row if this worker still holds the batch: it is free again.
update ops.batch
set leased_until = null
where batch_id = %(batch_id)s and lease_epoch = %(lease_epoch)s

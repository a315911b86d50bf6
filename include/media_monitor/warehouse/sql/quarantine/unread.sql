-- One row per page of the batch that the archive no longer has: it stays in quarantine, for that reason.
update ops.quarantine as q
set reasons = array[%(reason)s], replay_batch_id = null
from ops.batch as b
where
    b.batch_id = %(batch_id)s
    and q.object_id = b.object_id
    and q.replay_batch_id = b.batch_id
    and q.record_offset <> all(%(read)s::bigint[])

-- No row: what an earlier try at this batch kept out is not kept out any more; this try decides anew.
with withdrawn as (
    delete from ops.outcome
    where batch_id = %(batch_id)s and outcome = 'quarantined'
    returning object_id, record_offset
)

delete from ops.quarantine as q
using withdrawn as w
where q.object_id = w.object_id and q.record_offset = w.record_offset;

update ops.batch
set quarantined_count = 0
where batch_id = %(batch_id)s

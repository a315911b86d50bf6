-- One row: a page in quarantine, and where it lies.
select
    q.quarantine_id,
    q.url,
    q.outlet_id,
    q.reasons,
    q.quarantined_at,
    q.replayed_at,
    q.replay_count,
    q.replay_batch_id,
    q.batch_id,
    b.purpose,
    o.url as object_url,
    q.record_offset,
    c.outcome
from ops.quarantine as q
inner join ops.archive_object as o on q.object_id = o.object_id
left join ops.batch as b on q.batch_id = b.batch_id
left join ops.outcome as c on q.object_id = c.object_id and q.record_offset = c.record_offset
where q.quarantine_id = %(quarantine_id)s

-- One row per page that was in quarantine and passed this time.
update ops.quarantine as q
set replayed_at = %(now)s, replay_batch_id = b.batch_id
from (
    select record_offset from stage.article where batch_id = %(batch_id)s
    union all
    select record_offset from stage.rejected where batch_id = %(batch_id)s
) as s
inner join ops.batch as b on b.batch_id = %(batch_id)s
where q.object_id = b.object_id and q.record_offset = s.record_offset and q.replayed_at is null

-- One row: a batch whose object cannot be opened is no more; its pages stay in quarantine and can be asked for again.
with let_go as (
    update ops.quarantine
    set replay_batch_id = null
    where replay_batch_id = %(batch_id)s and replayed_at is null
)

delete from ops.batch
where batch_id = %(batch_id)s and state = 'open'

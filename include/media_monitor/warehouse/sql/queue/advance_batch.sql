-- One row: the batch reaches its next state and is free for the next step.
update ops.batch
set state = %(state)s, leased_until = null, record_count = coalesce(%(record_count)s, record_count),
    suppressed_names = coalesce(%(suppressed_names)s, suppressed_names)
where batch_id = %(batch_id)s

-- One row: how many pages these batches were to read again, and how many of them passed.
select
    coalesce((select sum(cardinality(b.record_offsets)) from ops.batch as b where b.batch_id = any(%(batch_ids)s)), 0)::int as pages,
    (
        select count(*)::int from ops.quarantine as q
        where q.replay_batch_id = any(%(batch_ids)s) and q.replayed_at is not null
    ) as passed

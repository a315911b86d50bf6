-- One row per batch that reads chosen pages again: of each archive object one for pages that were never published, and one for pages
-- that are, and of which newer tags failed. A page that a batch has at present is not chosen.
with chosen as (
    select
        q.quarantine_id,
        q.object_id,
        q.record_offset,
        case o.outcome when 'quarantined' then 'replay' else 'retag' end as purpose
    from ops.quarantine as q
    inner join ops.outcome as o on q.object_id = o.object_id and q.record_offset = o.record_offset
    where
        q.replayed_at is null
        and q.replay_batch_id is null
        and (%(ids)s::bigint[] is null or q.quarantine_id = any(%(ids)s))
        and (%(outlet)s::text is null or q.outlet_id = %(outlet)s)
        and (
            %(reason)s::text is null
            or exists (select 1 from unnest(q.reasons) as reason where position(lower(%(reason)s) in lower(reason)) > 0)
        )
    order by q.quarantine_id
    for update of q skip locked
),

opened as (
    insert into ops.batch (object_id, purpose, annotator, record_offsets, created_at)
    select
        object_id,
        purpose,
        %(name)s,
        array_agg(record_offset order by record_offset),
        %(now)s
    from chosen
    group by object_id, purpose
    order by object_id, purpose
    returning batch_id, object_id, purpose
),

taken as (
    update ops.quarantine as q
    set replay_batch_id = b.batch_id, replay_count = q.replay_count + 1
    from chosen as c
    inner join opened as b on c.object_id = b.object_id and c.purpose = b.purpose
    where q.quarantine_id = c.quarantine_id
)

select batch_id
from opened
order by batch_id

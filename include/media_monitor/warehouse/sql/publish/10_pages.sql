-- One row per fetched address: its outcome becomes that of its newest archived page, but once published stays published. Locked in id
-- order, as the worker does that fetches them again meanwhile.
with newest as (
    select distinct on (f.page_id)
        f.page_id,
        o.outcome,
        o.reason
    from ops.outcome as o
    inner join ops.page_fetch as f on o.object_id = f.object_id and o.record_offset = f.record_offset
    where o.batch_id = %(batch_id)s
    order by f.page_id, (o.outcome = 'published') desc, f.fetched_at desc
),

changed as (
    select
        p.page_id,
        n.outcome,
        n.reason
    from newest as n
    inner join ops.page as p on n.page_id = p.page_id
    where p.outcome <> 'published'
    order by p.page_id
    for no key update of p
)

update ops.page as p
set
    outcome = c.outcome,
    outcome_reason = c.reason
from changed as c
where p.page_id = c.page_id

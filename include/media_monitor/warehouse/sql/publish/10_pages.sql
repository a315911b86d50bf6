-- One row per fetched address: its outcome becomes that of its newest archived page, but once published stays published.
update ops.page as p
set
    outcome = newest.outcome,
    outcome_reason = newest.reason
from (
    select distinct on (f.page_id)
        f.page_id,
        o.outcome,
        o.reason
    from ops.outcome as o
    inner join ops.page_fetch as f on o.object_id = f.object_id and o.record_offset = f.record_offset
    where o.batch_id = %(batch_id)s
    order by f.page_id, (o.outcome = 'published') desc, f.fetched_at desc
) as newest
where p.page_id = newest.page_id and p.outcome <> 'published'

-- One row per outcome of the batch.
select
    outcome,
    count(*)::int as page_count
from ops.outcome
where batch_id = %(batch_id)s
group by outcome
order by outcome

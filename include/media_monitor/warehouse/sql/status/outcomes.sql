-- One row per outcome and reason of the addresses that feeds named.
select
    outcome,
    outcome_reason as reason,
    count(*)::int as page_count
from ops.page
group by outcome, outcome_reason
order by page_count desc, outcome asc

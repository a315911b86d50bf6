-- One row per address that a feed named.
select
    url,
    outcome,
    outcome_reason as reason
from ops.page
order by url

-- One row per monitored feed that may have lost entries in the last 28 days, the newest gap first.
select
    feed_id,
    outlet,
    gap_since,
    gap_until,
    loss,
    round(missed_count)::int as missed_count
from report.source_health
where gap_since is not null
order by gap_until desc, feed_id
limit 20

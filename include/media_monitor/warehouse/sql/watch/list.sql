-- One row per item of the watchlist.
select
    watch_id,
    kind,
    value,
    note,
    added_by,
    added_at
from ref.watch
order by watch_id

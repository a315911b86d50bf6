-- One row: how many partitions were made for the months ahead, so that no load has to wait for one.
select coalesce(sum(ops.ensure_month((%(today)s::date + ahead * interval '1 month')::date)), 0)::int as partitions
from generate_series(0, %(months)s) as ahead

-- One row per month of these days: its partitions are there.
select ops.ensure_month(covered.first_day)
from (select distinct date_trunc('month', day)::date as first_day from unnest(%(days)s::date[]) as day) as covered

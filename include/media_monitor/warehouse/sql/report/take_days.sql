-- One row per day: it counts as stale and is locked to the end of the transaction, so that no report fills it at the same time.
insert into ops.report_due (covers_on, since)
select
    day,
    %(now)s
from unnest(%(days)s::date[]) as day
order by day
on conflict (covers_on) do update set since = excluded.since

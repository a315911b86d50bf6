-- One row per day, which is locked to the end of the transaction so that no report fills it at the same time: was it stale already?
insert into ops.report_due as d (covers_on, since)
select
    day,
    %(now)s
from unnest(%(days)s::date[]) as day
order by day
on conflict (covers_on) do update set since = d.since
returning d.covers_on, d.since <> %(now)s as was_stale

-- One row per day that has to be told anew: counts of coverage, stories and copies were made with what is gone.
insert into ops.report_due (covers_on, since)
select
    covers_on,
    %(now)s
from unnest(%(days)s::date[]) as covers_on
order by covers_on
on conflict (covers_on) do update set since = excluded.since

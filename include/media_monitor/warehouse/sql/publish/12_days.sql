-- One row per publication day whose marts this batch made stale, in one statement and in order: a report locks them so, too.
insert into ops.report_due (covers_on, since)
select
    covers_on,
    %(now)s
from (
    select covers_on
    from stale
    union
    select a.covers_on
    from core.article as a
    inner join tagged as t on a.article_id = t.article_id
) as touched
order by covers_on
-- not `do nothing`, which would not wait for a report that is about to call the day fresh
on conflict (covers_on) do update set since = excluded.since

-- One row per revision of the articles of these days (a scratch table of this transaction): since when it tells what it tells, for
-- how long it was the article's current state, and since when this warehouse holds it.
drop table if exists telling;

create temporary table telling on commit drop as
select
    a.covers_on,
    a.article_id,
    a.outlet_id,
    r.revision_id,
    r.filed_on,
    r.published_at,
    r.agency,
    r.seen_at as seen_from,
    coalesce(lead(r.seen_at) over in_time, 'infinity') as seen_until,
    coalesce(o.decided_at, r.seen_at) as known_from,
    case
        when row_number() over in_time = 1
            then coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at)
        -- a later state says what it says since the outlet changed it, not since the article first appeared
        else greatest(coalesce(r.modified_at, r.seen_at), coalesce(r.published_at, r.seen_at))
    end as told_at
from core.article as a
inner join core.revision as r on a.article_id = r.article_id
left join ops.outcome as o on r.object_id = o.object_id and r.record_offset = o.record_offset
where a.covers_on = any(%(days)s)
window in_time as (partition by a.article_id order by r.seen_at, r.revision_id);

analyze telling

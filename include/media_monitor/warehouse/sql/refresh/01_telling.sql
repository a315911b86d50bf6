-- One row per revision of the articles of these days (a scratch table of this transaction): since when it tells what it tells, for
-- how long it was the article's current state, and since when this warehouse holds it.
drop table if exists telling;

create temporary table telling on commit drop as
with told as materialized (
    select
        covers_on,
        article_id,
        outlet_id,
        (first_seen_at at time zone 'UTC')::date as first_filed
    from core.article
    where covers_on = any(%(days)s)
)

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
    l.known_from,
    -- what is held of a state changes when one before it is learnt of, and when the one that follows it is
    greatest(
        max(l.known_from) over (in_time rows between unbounded preceding and current row), lead(l.known_from) over in_time
    ) as held_from,
    t.at_first,
    t.at_later,
    case when row_number() over in_time = 1 then t.at_first else t.at_later end as told_at
from told as a
-- no state of an article is filed before its first sight: months before that are not read
inner join core.revision as r on a.article_id = r.article_id and r.filed_on >= (select min(first_filed) from told)
left join ops.outcome as o on r.object_id = o.object_id and r.record_offset = o.record_offset
cross join lateral (select coalesce(o.decided_at, r.seen_at) as known_from) as l
cross join lateral (
    select
        coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at) as at_first,
        -- a later state says what it says since the outlet changed it, not since the article first appeared
        greatest(coalesce(r.modified_at, r.seen_at), coalesce(r.published_at, r.seen_at)) as at_later
) as t
window in_time as (partition by a.article_id order by r.seen_at, r.revision_id);

analyze telling

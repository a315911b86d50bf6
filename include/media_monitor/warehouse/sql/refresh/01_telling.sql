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
    coalesce(o.decided_at, r.seen_at) as known_from,
    coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at) as told_at_first,
    -- a later state says what it says since the outlet changed it, not since the article first appeared
    greatest(coalesce(r.modified_at, r.seen_at), coalesce(r.published_at, r.seen_at)) as told_at_later
from told as a
-- no state of an article is filed before its first sight: months before that are not read
inner join core.revision as r on a.article_id = r.article_id and r.filed_on >= (select min(first_filed) from told)
left join ops.outcome as o on r.object_id = o.object_id and r.record_offset = o.record_offset
window in_time as (partition by a.article_id order by r.seen_at, r.revision_id);

analyze telling;

-- One row per such revision and moment at which this warehouse learnt of a state of its article (a scratch table, too): what it held
-- of the revision from then on. is_new where that is not what it held before; held_until = when it next held something else.
drop table if exists belief;

create temporary table belief on commit drop as
with held as (
    select
        t.covers_on,
        t.article_id,
        t.outlet_id,
        t.revision_id,
        t.filed_on,
        t.published_at,
        t.agency,
        t.seen_from,
        t.known_from,
        m.known_from as held_from,
        row_number() over in_time as state_number,
        lag(t.revision_id) over in_time as previous_revision_id,
        coalesce(lead(t.seen_from) over in_time, 'infinity') as seen_until,
        case when row_number() over in_time = 1 then t.told_at_first else t.told_at_later end as told_at
    from (select distinct article_id, known_from from telling) as m
    inner join telling as t on m.article_id = t.article_id and m.known_from >= t.known_from
    window in_time as (partition by m.article_id, m.known_from order by t.seen_from, t.revision_id)
),

compared as (
    -- what was known of a state's past only grows: as many states before it are the same states
    select
        *,
        coalesce(
            state_number <> lag(state_number) over learning or seen_until <> lag(seen_until) over learning, true
        ) as is_new
    from held
    window learning as (partition by revision_id order by held_from)
)

select
    *,
    coalesce(
        min(held_from) filter (where is_new) over (
            partition by revision_id order by held_from rows between 1 following and unbounded following
        ),
        'infinity'
    ) as held_until
from compared;

analyze belief

-- One row per revision and moment at which this warehouse learnt of a state of its article, of articles of which it learnt more than
-- once (a scratch table of this transaction): what it held of the revision from then on. is_former where it held that for a while and
-- something else before and after; the latest of these rows stand in the ledgers.
drop table if exists belief;

create temporary table belief on commit drop as
with moment as (
    select distinct
        article_id,
        known_from
    from telling
    where article_id in (select t.article_id from telling as t group by t.article_id having count(distinct t.known_from) > 1)
),

held as (
    select
        t.covers_on,
        t.article_id,
        t.revision_id,
        t.seen_from,
        m.known_from as held_from,
        row_number() over in_time as state_number,
        lag(t.revision_id) over in_time as previous_revision_id,
        coalesce(lead(t.seen_from) over in_time, 'infinity') as seen_until,
        case when row_number() over in_time = 1 then t.at_first else t.at_later end as told_at
    from moment as m
    inner join telling as t on m.article_id = t.article_id and m.known_from >= t.known_from
    window in_time as (partition by m.article_id, m.known_from order by t.seen_from, t.revision_id)
),

compared as (
    -- what is known of a state's past only grows: as many states before it are the same states
    select
        *,
        coalesce(
            state_number <> lag(state_number) over learning or seen_until <> lag(seen_until) over learning, true
        ) as is_new
    from held
    window learning as (partition by revision_id order by held_from)
),

ended as (
    select
        *,
        min(held_from) filter (where is_new) over (
            partition by revision_id order by held_from rows between 1 following and unbounded following
        ) as held_until
    from compared
)

select
    *,
    is_new and held_until is not null as is_former
from ended;

analyze belief

-- One row per feed that was not heard, or said nothing for longer than is its habit, on the last day of the window.
--
-- Which feeds are silent or failing, and since when?
--
-- Silent since its last new entry, not readable and not polled since its last good answer; empty where there never was one. What its
-- server said last, and whether entries have probably been lost, is in `report.source_health`.
--
-- :since   date  latest - 6 days  first day
-- :until   date  latest           last day
-- :outlet  text  none             only this outlet (its id or name)
with newest as (
    select distinct on (feed_id)
        *,
        count(*) filter (where state <> 'ok') over (partition by feed_id) as bad_days
    from report.gap_calendar
    where covers_on between %(since)s and %(until)s and (%(outlet)s::text is null or %(outlet)s in (outlet_id, outlet))
    order by feed_id, covers_on desc
)

select
    outlet,
    feed_id,
    case state when 'silent' then 'silent' when 'no data' then 'not readable' else 'not polled' end as state,
    case state when 'silent' then last_arrival_at else last_success_at end as since,
    bad_days,
    success_count as good_polls_that_day,
    poll_count as polls_that_day
from newest
where state <> 'ok'
order by since nulls first, outlet, feed_id

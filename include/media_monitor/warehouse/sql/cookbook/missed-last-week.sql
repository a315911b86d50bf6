-- One row per outlet and way in which something was missed.
--
-- What did we miss last week?
--
-- Days on which a feed was not heard, polls so far apart that entries between them may never have been seen, and addresses that were
-- found and could not be read. A day without attacks is one only where nothing is missed.
--
-- :since  date  latest - 6 days  first day
-- :until  date  latest           last day
with unheard as (
    select
        outlet,
        case state when 'silent' then 'feed unusually silent' when 'no data' then 'feed not readable' else 'feed not polled' end as missed,
        count(*) as days_or_pages,
        string_agg(distinct feed_id, ', ' order by feed_id) as which,
        min(covers_on) as first_on,
        max(covers_on) as last_on
    from report.gap_calendar
    where covers_on between %(since)s and %(until)s and state <> 'ok'
    group by outlet, state
),

between_polls as (
    select
        outlet,
        'entries between two polls' as missed,
        sum(lossy_count)::bigint as days_or_pages,
        string_agg(distinct feed_id, ', ' order by feed_id) as which,
        min(covers_on) as first_on,
        max(covers_on) as last_on
    from report.gap_calendar
    where covers_on between %(since)s and %(until)s and lossy_count > 0
    group by outlet
),

unread as (
    select
        outlet,
        'page ' || case outcome when 'disallowed' then 'forbidden' when 'pending' then 'not fetched yet' else outcome end as missed,
        count(*) as days_or_pages,
        string_agg(distinct coalesce(outcome_reason, 'no reason'), ', ' order by coalesce(outcome_reason, 'no reason')) as which,
        min((discovered_at at time zone 'UTC')::date) as first_on,
        max((discovered_at at time zone 'UTC')::date) as last_on
    from report.page
    where
        discovered_at >= %(since)s::timestamp at time zone 'UTC'
        and discovered_at < (%(until)s::date + 1)::timestamp at time zone 'UTC'
        and outcome in ('quarantined', 'gone', 'disallowed', 'failed', 'pending')
    group by outlet, outcome
)

select *
from unheard
union all
select *
from between_polls
union all
select *
from unread
order by outlet, missed

-- One row per outlet, outcome and reason of addresses that are no article here.
--
-- Why are pages of an outlet not there: quarantined, failed, gone, forbidden, or no article?
--
-- Every address that a feed gave has one outcome; those that were published are counted beside the others, so that a share can be told.
--
-- :since   date  latest - 6 days  first day of discovery
-- :until   date  latest           last day of discovery
-- :outlet  text  none             only this outlet (its id or name)
select
    outlet,
    outcome,
    outcome_reason as reason,
    count(*) as addresses,
    (count(*) / sum(count(*)) over (partition by outlet))::numeric(5, 2) as share,
    min(discovered_at) as first_discovered_at,
    (array_agg(url order by discovered_at desc, url))[1] as newest_url
from report.page
where
    discovered_at >= %(since)s::timestamp at time zone 'UTC'
    and discovered_at < (%(until)s::date + 1)::timestamp at time zone 'UTC'
    and (%(outlet)s::text is null or %(outlet)s in (outlet_id, outlet))
group by outlet, outcome, outcome_reason
order by outlet, outcome in ('published', 'unchanged', 'duplicate'), addresses desc, outcome, reason

-- One row per day and outlet.
--
-- How much is published about terrorism, per feed that answered, with gaps masked?
--
-- A count alone does not tell "no attacks" from "no feed". Where no feed of the outlet answered that day it is a gap and the rates are
-- empty, whatever was found otherwise.
--
-- :since   date  latest - 6 days  first day
-- :until   date  latest           last day
-- :outlet  text  none             only this outlet (its id or name)
select
    covers_on,
    outlet,
    article_count,
    terrorism_count,
    active_feed_count,
    is_gap,
    articles_per_feed::numeric(8, 2) as articles_per_feed,
    terrorism_per_feed::numeric(8, 2) as terrorism_per_feed,
    terrorism_share::numeric(5, 2) as terrorism_share
from report.coverage_daily
where covers_on between %(since)s and %(until)s and (%(outlet)s::text is null or %(outlet)s in (outlet_id, outlet))
order by covers_on, outlet

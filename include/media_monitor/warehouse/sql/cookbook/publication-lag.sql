-- One row per outlet: minutes from publication to our first sight of the article.
--
-- How long does it take from publication until we see an article?
--
-- Only articles that tell the minute of their publication and were first seen after it; archived coverage, fetched long after, counts as
-- it is.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
select
    outlet,
    count(*) as articles,
    (percentile_cont(0.5) within group (order by minutes))::numeric(10, 1) as median_minutes,
    (percentile_cont(0.9) within group (order by minutes))::numeric(10, 1) as p90_minutes,
    max(minutes)::numeric(10, 1) as longest_minutes
from (
    select
        outlet,
        extract(epoch from seen_from - published_at) / 60 as minutes
    from report.revision
    where covers_on between %(since)s and %(until)s and state_number = 1 and seen_from >= published_at
) as seen
group by outlet
order by median_minutes desc, outlet

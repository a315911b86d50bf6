-- One row per outlet: how much of what it published credits an agency, and which agency most.
--
-- What is the agency share of coverage?
--
-- An article counts for the agency that it credits. Texts that are copied without credit are found by `copied-texts`.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
with credited as (
    select
        outlet,
        agency,
        sum(article_count)::bigint as article_count
    from report.agency_share
    where covers_on between %(since)s and %(until)s
    group by outlet, agency
)

select
    outlet,
    sum(article_count)::bigint as articles,
    coalesce(sum(article_count) filter (where agency is not null), 0)::bigint as agency_articles,
    (coalesce(sum(article_count) filter (where agency is not null), 0) / sum(article_count))::numeric(5, 2) as agency_share,
    (array_agg(agency order by article_count desc, agency) filter (where agency is not null))[1] as main_agency
from credited
group by outlet
order by agency_share desc, articles desc, outlet

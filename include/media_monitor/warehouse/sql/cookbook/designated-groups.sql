-- One row per group in the coverage and list that it was on.
--
-- Which groups in the coverage were designated on that date, and by whom?
--
-- A listing counts for an article where it began on or before the article's day and had not ended; one without a date of listing counts
-- from ever. Check the current law before calling a listing current.
--
-- :since   date  latest - 6 days  first publication day
-- :until   date  latest           last publication day
-- :entity  text  none             only this group (its id or name)
with named as (
    select distinct
        m.entity_id,
        m.article_id,
        m.covers_on
    from report.revision as r
    -- sorted article by article, so that they are looked up one after another: where mentions are filed is known from the article
    -- alone, and other months are not read
    cross join lateral (
        select * from report.mention as o where r.article_id = o.article_id and r.covers_on = o.covers_on order by o.position
    ) as m
    where r.covers_on between %(since)s and %(until)s and r.seen_until = 'infinity' and m.entity_id is not null
)

select
    d.name as group_name,
    d.jurisdiction,
    d.list,
    d.listed_on,
    d.delisted_on,
    count(*) as articles,
    min(n.covers_on) as first_day,
    max(n.covers_on) as last_day
from named as n
inner join report.designation as d
    on
        n.entity_id = d.entity_id
        and coalesce(d.listed_on, n.covers_on) <= n.covers_on
        and coalesce(d.delisted_on, 'infinity') > n.covers_on
where %(entity)s::text is null or %(entity)s in (d.entity_id, d.name)
group by d.name, d.jurisdiction, d.list, d.listed_on, d.delisted_on
order by d.name, d.jurisdiction, d.list

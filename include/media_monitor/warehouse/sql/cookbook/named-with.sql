-- One row per entity that is named in the same articles.
--
-- Who and what is named together with X?
--
-- Share is the part of X's articles that name the other, too; lift is how much more often than in all articles of the window, and so what
-- tells a bond from mere fame.
--
-- :since   date     latest - 6 days  first publication day
-- :until   date     latest           last publication day
-- :entity  text     none             X (its id or name); none for the group that most articles name
-- :most    integer  15               so many others
with named as (
    select distinct
        m.article_id,
        m.entity_id,
        m.name,
        m.kind
    from report.revision as r
    -- sorted article by article, so that they are looked up one after another: where mentions are filed is known from the article
    -- alone, and other months are not read
    cross join lateral (
        select * from report.mention as o where r.article_id = o.article_id and r.covers_on = o.covers_on order by o.position
    ) as m
    where r.covers_on between %(since)s and %(until)s and r.seen_until = 'infinity' and m.entity_id is not null
),

counted as (
    select
        entity_id,
        name,
        kind,
        count(*) as articles
    from named
    group by entity_id, name, kind
),

chosen as (
    select
        entity_id,
        name,
        articles
    from counted
    where case when %(entity)s::text is null then kind = 'group' else %(entity)s in (entity_id, name) end
    order by articles desc, entity_id
    limit 1
)

select
    c.name as entity,
    o.name as named_with,
    o.kind,
    count(*) as together,
    o.articles,
    (count(*)::numeric / c.articles)::numeric(5, 2) as share,
    (count(*)::numeric * (select count(distinct article_id) from named) / c.articles / o.articles)::numeric(8, 2) as lift
from chosen as c
inner join named as x on c.entity_id = x.entity_id
inner join named as n on x.article_id = n.article_id and x.entity_id <> n.entity_id
inner join counted as o on n.entity_id = o.entity_id and n.name = o.name and n.kind = o.kind
group by c.name, c.articles, o.name, o.kind, o.articles
order by together desc, lift desc, o.name
limit %(most)s

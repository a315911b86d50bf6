-- One row per outlet that the pipeline met, the most prolific first.
with published as (
    select
        a.outlet_id,
        count(*)::int as articles,
        sum((select count(*) from core.revision as r where r.article_id = a.article_id))::int as revisions
    from core.article as a
    group by a.outlet_id
),

elsewhere as (
    select
        outlet_id,
        count(*) filter (where outcome in ('not_an_article', 'quarantined', 'disallowed'))::int as rejected,
        count(*) filter (where outcome in ('failed', 'gone'))::int as failed
    from ops.page
    group by outlet_id
)

select
    o.name as outlet,
    coalesce(p.articles, 0) as articles,
    coalesce(p.revisions, 0) as revisions,
    coalesce(e.rejected, 0) as rejected,
    coalesce(e.failed, 0) as failed
from ref.outlet as o
left join published as p on o.outlet_id = p.outlet_id
left join elsewhere as e on o.outlet_id = e.outlet_id
where p.outlet_id is not null or e.outlet_id is not null
order by articles desc, o.name asc
limit 20

-- One row per linked entity, by the number of articles that name it.
select
    coalesce(e.name, m.name) as name,
    count(distinct m.article_id)::int as count
from mart.mention as m
left join ref.entity as e on m.entity_id = e.entity_id
where m.entity_id is not null
group by m.entity_id, coalesce(e.name, m.name)
order by count desc, name asc
limit 12

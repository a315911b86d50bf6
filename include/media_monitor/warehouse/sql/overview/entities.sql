-- One row per linked entity, by the number of articles that name it.
select
    coalesce(e.name, m.name) as name,
    count(distinct a.article_id)::int as count
from core.mention as m
inner join core.article as a on m.revision_id = a.current_revision_id and m.filed_on = a.current_filed_on
left join ref.entity as e on m.entity_id = e.entity_id
where m.entity_id is not null
group by m.entity_id, coalesce(e.name, m.name)
order by count desc, name asc
limit 12

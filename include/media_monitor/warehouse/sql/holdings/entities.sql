-- One row per article and linked entity.
select distinct
    a.canonical_url as url,
    m.entity_id as entity
from mart.mention as m
inner join core.article as a on m.article_id = a.article_id
where m.entity_id is not null
order by 1, 2

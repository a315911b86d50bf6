-- One row per article and linked entity.
select distinct
    a.canonical_url as url,
    m.entity_id as entity
from core.article as a
inner join core.mention as m on a.current_revision_id = m.revision_id and a.current_filed_on = m.filed_on
where m.entity_id is not null
order by 1, 2

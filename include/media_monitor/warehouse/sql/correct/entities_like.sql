-- One row per entity whose id, name or alias has these letters, at most five.
select
    e.entity_id,
    e.name
from ref.entity as e
where
    strpos(lower(e.entity_id), lower(%(letters)s)) > 0
    or strpos(lower(e.name), lower(%(letters)s)) > 0
    or exists (
        select from ref.entity_alias as a
        where a.entity_id = e.entity_id and strpos(lower(a.alias), lower(%(letters)s)) > 0
    )
order by length(e.entity_id), e.entity_id
limit 5

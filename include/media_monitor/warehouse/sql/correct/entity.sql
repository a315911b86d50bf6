-- One row: an entity.
select
    entity_id,
    name,
    kind
from ref.entity
where entity_id = %(entity_id)s

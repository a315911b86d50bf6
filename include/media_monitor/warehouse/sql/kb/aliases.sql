-- One row per name of an entity, as the last `sync-reference` loaded it.
select
    entity_id,
    alias,
    language,
    flags
from ref.entity_alias

-- One row per alias of the seeds at hand (a scratch table of this transaction).
create temporary table incoming_entity_alias on commit drop as
select
    entity_id,
    alias,
    language,
    flags,
    source
from ref.entity_alias
where false

-- One row per alias: inserted, or updated where it differs.
with dropped as (
    delete from ref.entity_alias as known
    where not exists (
        select 1 from incoming_entity_alias as i
        where i.entity_id = known.entity_id and i.alias = known.alias and i.language = known.language
    )
)

insert into ref.entity_alias as known (
    entity_id,
    alias,
    language,
    flags,
    source
)
select
    entity_id,
    alias,
    language,
    flags,
    source
from incoming_entity_alias
order by entity_id, alias, language
on conflict (entity_id, alias, language) do update set
    flags = excluded.flags,
    source = excluded.source
where
    (known.flags, known.source)
    is distinct from (excluded.flags, excluded.source)

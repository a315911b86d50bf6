-- One row per primary key, unique, foreign key and check constraint of a table.
select
    schema.nspname as schema_name,
    relation.relname as relation_name,
    held.contype as kind,
    pg_get_constraintdef(held.oid) as definition,
    array(
        select attribute.attname
        from unnest(held.conkey) with ordinality as key (attnum, position)
        inner join pg_attribute as attribute on held.conrelid = attribute.attrelid and key.attnum = attribute.attnum
        order by key.position
    )::text[] as columns,
    target_schema.nspname as target_schema,
    target.relname as target_name
from pg_constraint as held
inner join pg_class as relation on held.conrelid = relation.oid
inner join pg_namespace as schema on relation.relnamespace = schema.oid
left join pg_class as target on held.confrelid = target.oid
left join pg_namespace as target_schema on target.relnamespace = target_schema.oid
where schema.nspname = any(%(schemas)s) and held.contype in ('p', 'u', 'f', 'c') and not relation.relispartition
order by schema.nspname, relation.relname, held.contype, held.conname

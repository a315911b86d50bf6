-- One row per column of a table or view, in the order in which they stand there.
select
    schema.nspname as schema_name,
    relation.relname as relation_name,
    attribute.attname as name,
    format_type(attribute.atttypid, attribute.atttypmod) as type,
    attribute.attnotnull as is_required,
    col_description(relation.oid, attribute.attnum) as comment
from pg_class as relation
inner join pg_namespace as schema on relation.relnamespace = schema.oid
inner join pg_attribute as attribute on relation.oid = attribute.attrelid and attribute.attnum > 0 and not attribute.attisdropped
where schema.nspname = any(%(schemas)s) and relation.relkind in ('r', 'p', 'v', 'm') and not relation.relispartition
order by schema.nspname, relation.relname, attribute.attnum

-- One row per table and view of the warehouse; the partitions of a month belong to their table.
select
    schema.nspname as schema_name,
    relation.relname as name,
    relation.relkind in ('v', 'm') as is_view,
    relation.relpersistence = 'u' as is_unlogged,
    pg_get_partkeydef(relation.oid) as partition_key,
    obj_description(relation.oid, 'pg_class') as comment,
    array(
        select distinct format('%%s.%%s', source_schema.nspname, source.relname)
        from pg_rewrite as rule
        inner join pg_depend as reads on rule.oid = reads.objid and reads.classid = 'pg_rewrite'::regclass
        inner join pg_class as source on reads.refobjid = source.oid and reads.refclassid = 'pg_class'::regclass
        inner join pg_namespace as source_schema on source.relnamespace = source_schema.oid
        where rule.ev_class = relation.oid and source.oid <> relation.oid
        order by 1
    ) as reads
from pg_class as relation
inner join pg_namespace as schema on relation.relnamespace = schema.oid
where schema.nspname = any(%(schemas)s) and relation.relkind in ('r', 'p', 'v', 'm') and not relation.relispartition
order by schema.nspname, relation.relname

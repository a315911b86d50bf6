-- One row per view of schema report that this role may read.
select
    c.relname as name,
    obj_description(c.oid, 'pg_class') as grain,
    array_agg(a.attname::text order by a.attnum) as columns
from pg_catalog.pg_class as c
inner join pg_catalog.pg_attribute as a on c.oid = a.attrelid and a.attnum > 0 and not a.attisdropped
where
    c.relnamespace = 'report'::regnamespace
    and c.relkind in ('v', 'm', 'r', 'p')
    and has_schema_privilege('report', 'usage')
    and has_table_privilege(c.oid, 'select')
group by c.oid, c.relname
order by c.relname

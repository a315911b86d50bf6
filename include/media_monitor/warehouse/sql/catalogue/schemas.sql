-- One row per schema of the warehouse.
select
    nspname as name,
    obj_description(oid, 'pg_namespace') as comment
from pg_namespace
where nspname = any(%(schemas)s)
order by nspname

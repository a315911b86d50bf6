-- One row per function and procedure of the warehouse.
select
    schema.nspname as schema_name,
    routine.proname as name,
    pg_get_function_arguments(routine.oid) as arguments,
    pg_get_function_result(routine.oid) as result,
    obj_description(routine.oid, 'pg_proc') as comment
from pg_proc as routine
inner join pg_namespace as schema on routine.pronamespace = schema.oid
where schema.nspname = any(%(schemas)s)
order by schema.nspname, routine.proname, 3

-- At most one row: this session acts as the owner, if the warehouse has been given to its roles.
select set_config('role', r.rolname, false) as role
from pg_catalog.pg_roles as r
inner join pg_catalog.pg_namespace as n on r.oid = n.nspowner
where r.rolname = 'media_monitor_owner' and n.nspname = 'ops'

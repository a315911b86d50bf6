-- At most one row: this session acts as the loader, if the warehouse has been given to its roles and the login may.
select set_config('role', r.rolname, false) as role
from pg_catalog.pg_roles as r
inner join pg_catalog.pg_namespace as n on n.nspname = 'ops'
where
    r.rolname = 'media_monitor_loader'
    and pg_catalog.pg_has_role(session_user, r.oid, %(act_as)s)
    and pg_catalog.has_schema_privilege(r.oid, n.oid, 'usage')

-- One row per login and role that it has, directly or through a role of its operator's. Superusers have them all and are left out.
select
    l.rolname as login,
    r.rolname as role
from pg_catalog.pg_roles as l
inner join pg_catalog.pg_roles as r on r.rolname = any(%(roles)s)
where
    l.rolcanlogin
    and not l.rolsuper
    -- who made a role may only give it away
    and (pg_has_role(l.oid, r.oid, 'usage') or pg_has_role(l.oid, r.oid, %(act_as)s))
order by r.rolname, l.rolname

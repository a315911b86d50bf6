-- One row per setting of a role that its logins are to have, and whether this login has it here.
select
    split_part(config, '=', 1) as name,
    substr(config, strpos(config, '=') + 1) as value,
    split_part(config, '=', 1) in (
        select split_part(own, '=', 1)
        from pg_catalog.pg_db_role_setting as s
        inner join pg_catalog.pg_roles as l on s.setrole = l.oid
        cross join lateral unnest(s.setconfig) as own
        where
            l.rolname = %(login)s
            and s.setdatabase in (0, (select d.oid from pg_catalog.pg_database as d where d.datname = current_database()))
    ) as is_set
from pg_catalog.pg_roles as r
cross join lateral unnest(r.rolconfig) as config
where r.rolname = %(role)s
order by name

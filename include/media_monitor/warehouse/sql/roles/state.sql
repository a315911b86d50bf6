-- One row per role of the list: whether the server has it, and whether this login may act as it.
select
    name,
    r.oid is not null as is_there,
    coalesce(pg_has_role(session_user, r.oid, %(act_as)s), false) as may_act_as
from unnest(%(roles)s::text[]) with ordinality as needed (name, place)
left join pg_catalog.pg_roles as r on needed.name = r.rolname
order by place

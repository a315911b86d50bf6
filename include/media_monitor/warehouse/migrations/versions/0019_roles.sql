-- The warehouse belongs to media_monitor_owner, whom nobody can log in as; the other roles get what they need and no more.
-- The roles themselves belong to the server: `media-monitor migrate` makes them before the first migration runs (warehouse/roles.py).

-- what the loader may do of the owner's work: make a month, and refresh statistics -------------------------------------------------------

alter function ops.ensure_month(date) security definer set search_path = pg_catalog, pg_temp;

create function ops.analyse(tables text[]) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- before PostgreSQL 17 only the owner of a table may; ANALYZE passes over the tables of others with a mere warning
declare
    each regclass;
begin
    foreach each in array tables::regclass[] loop
        execute format('analyze %s', each);
    end loop;
end
$$;
comment on function ops.analyse is 'Refreshes the planner''s statistics of these tables (schema.table)';

-- what is there ----------------------------------------------------------------------------------------------------------------------

revoke execute on all functions in schema ref, ops, stage, core, mart, report from public;

grant usage on schema ref, ops, stage, core, mart, report to media_monitor_loader;
grant select, insert, update, delete on all tables in schema ref, ops, stage, core, mart to media_monitor_loader;
grant select on all tables in schema report to media_monitor_loader;
grant execute on all functions in schema ops, core, mart, report to media_monitor_loader;
grant select on public.alembic_version to media_monitor_loader, media_monitor_plugin;
revoke insert, update, delete on ops.audit from media_monitor_loader;

grant usage on schema ref, ops, report to media_monitor_plugin;
grant select on all tables in schema ref, ops, report to media_monitor_plugin;
grant execute on all functions in schema report to media_monitor_plugin;

grant usage on schema report to media_monitor_reporter;
grant select on all tables in schema report to media_monitor_reporter;
grant execute on all functions in schema report to media_monitor_reporter;

-- what later migrations, which run as the owner, will make ------------------------------------------------------------------------------

alter default privileges for role media_monitor_owner revoke execute on functions from public;
alter default privileges for role media_monitor_owner in schema ref, ops, stage, core, mart
grant select, insert, update, delete on tables to media_monitor_loader;
alter default privileges for role media_monitor_owner in schema ops, core, mart, report grant execute on functions to media_monitor_loader;
alter default privileges for role media_monitor_owner in schema report grant select on tables to media_monitor_loader;
alter default privileges for role media_monitor_owner in schema ref, ops, report grant select on tables to media_monitor_plugin;
alter default privileges for role media_monitor_owner in schema report grant execute on functions to media_monitor_plugin;
alter default privileges for role media_monitor_owner in schema report grant select on tables to media_monitor_reporter;
alter default privileges for role media_monitor_owner in schema report grant execute on functions to media_monitor_reporter;

-- the owner, last: a table changes hands under a lock that shuts everybody out until the transaction ends -----------------------------

do $$
declare
    owned record;
begin
    grant create on schema public to media_monitor_owner;
    alter table public.alembic_version owner to media_monitor_owner;
    for owned in
        select format('alter schema %I owner to media_monitor_owner', nspname) as command
        from pg_namespace
        where nspname in ('ref', 'ops', 'stage', 'core', 'mart', 'report')
    loop
        execute owned.command;
    end loop;
    for owned in
        -- a sequence of an identity column follows its table
        select format('alter %s %I.%I owner to media_monitor_owner',
                      case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, n.nspname, c.relname) as command
        from pg_class as c
        inner join pg_namespace as n on c.relnamespace = n.oid
        where n.nspname in ('ref', 'ops', 'stage', 'core', 'mart', 'report') and c.relkind in ('r', 'p', 'v', 'm')
        union all
        select format('alter type %s owner to media_monitor_owner', t.oid::regtype)
        from pg_type as t
        inner join pg_namespace as n on t.typnamespace = n.oid
        inner join pg_class as c on t.typrelid = c.oid and c.relkind = 'c'
        where n.nspname in ('ref', 'ops', 'stage', 'core', 'mart', 'report')
        union all
        select format('alter routine %s owner to media_monitor_owner', p.oid::regprocedure)
        from pg_proc as p
        inner join pg_namespace as n on p.pronamespace = n.oid
        where n.nspname in ('ref', 'ops', 'stage', 'core', 'mart', 'report')
            and not exists (select 1 from pg_depend as d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    loop
        execute owned.command;
    end loop;
end
$$;
set role media_monitor_owner;

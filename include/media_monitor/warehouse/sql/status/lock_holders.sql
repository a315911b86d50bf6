-- One row per session with an open transaction that holds a lock on a table or view of the warehouse, the oldest first; no query text,
-- which may quote an article.
select
    activity.pid,
    coalesce(nullif(concat_ws(' with ', activity.usename, nullif(activity.application_name, '')), ''), activity.backend_type) as who,
    coalesce(activity.state, activity.backend_type) as state,
    extract(epoch from clock_timestamp() - activity.xact_start)::integer as seconds,
    (array_agg(distinct format('%%I.%%I', schema.nspname, relation.relname)))[1:3] as tables
from pg_locks as held
inner join pg_class as relation on held.relation = relation.oid
inner join pg_namespace as schema on relation.relnamespace = schema.oid
inner join pg_stat_activity as activity on held.pid = activity.pid
where
    held.granted
    and held.locktype = 'relation'
    and held.database = (select oid from pg_database where datname = current_database())
    and relation.relkind in ('r', 'p', 'v')
    and schema.nspname in ('ref', 'ops', 'stage', 'core', 'mart', 'report')
    and activity.pid <> pg_backend_pid()
    and activity.xact_start is not null
group by activity.pid, activity.application_name, activity.usename, activity.backend_type, activity.state, activity.xact_start
order by activity.xact_start
limit 3

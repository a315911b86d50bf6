-- One row per thing that a migration can make: kind, name, definition; grants in the order of names. Partitions of a month are left out:
-- which there are depends on the data and on today.
with relation as (
    select
        c.*,
        n.nspname,
        format('%I.%I', n.nspname, c.relname) as name
    from pg_class as c
    inner join pg_namespace as n on c.relnamespace = n.oid
    where
        n.nspname not in ('pg_catalog', 'information_schema')
        and n.nspname not like 'pg_toast%'
        and n.nspname not like 'pg_temp%'
        and not c.relispartition
)

select
    'relation' as kind,
    name,
    concat_ws(
        ' | ', relkind, relpersistence, pg_get_userbyid(relowner), reloptions::text, relrowsecurity, relforcerowsecurity,
        array(select g::text from unnest(coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))) as g order by 1)::text,
        pg_get_partkeydef(oid), obj_description(oid, 'pg_class')
    ) as definition
from relation
union all
select
    'column',
    format('%s.%I', r.name, a.attname),
    concat_ws(
        ' | ', a.attnum - (select count(*) from pg_attribute as gone where gone.attrelid = r.oid and gone.attisdropped and gone.attnum < a.attnum),
        format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attstorage, a.attcompression, a.attcollation,
        pg_get_expr(d.adbin, d.adrelid), array(select g::text from unnest(a.attacl) as g order by 1)::text, col_description(r.oid, a.attnum)
    )
from relation as r
inner join pg_attribute as a on r.oid = a.attrelid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef as d on a.attrelid = d.adrelid and a.attnum = d.adnum
where r.relkind in ('r', 'p', 'v', 'm')
union all
select
    'constraint',
    format('%s.%I', r.name, k.conname),
    concat_ws(' | ', pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable, k.condeferred, obj_description(k.oid, 'pg_constraint'))
from relation as r
inner join pg_constraint as k on r.oid = k.conrelid
union all
select
    'index',
    r.name,
    concat_ws(' | ', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready, obj_description(i.indexrelid, 'pg_class'))
from relation as r
inner join pg_index as i on r.oid = i.indexrelid
union all
select
    'view',
    name,
    pg_get_viewdef(oid)
from relation
where relkind in ('v', 'm')
union all
select
    'trigger',
    format('%s.%I', r.name, t.tgname),
    concat_ws(' | ', pg_get_triggerdef(t.oid), t.tgenabled)
from relation as r
inner join pg_trigger as t on r.oid = t.tgrelid and not t.tgisinternal
union all
select
    'policy',
    format('%s.%I', p.schemaname || '.' || p.tablename, p.policyname),
    p::text
from pg_policies as p
union all
select
    'sequence',
    format('%I.%I', s.schemaname, s.sequencename),
    concat_ws(' | ', s.data_type, s.start_value, s.min_value, s.max_value, s.increment_by, s.cycle, s.cache_size)
from pg_sequences as s
union all
select
    'routine',
    p.oid::regprocedure::text,
    concat_ws(' | ', case when p.prokind = 'a' then '' else pg_get_functiondef(p.oid) end, pg_get_userbyid(p.proowner),
              array(select g::text from unnest(coalesce(p.proacl, acldefault('f', p.proowner))) as g order by 1)::text,
              obj_description(p.oid, 'pg_proc'))
from pg_proc as p
inner join pg_namespace as n on p.pronamespace = n.oid
where n.nspname not in ('pg_catalog', 'information_schema')
union all
select
    'schema',
    n.nspname,
    concat_ws(' | ', pg_get_userbyid(n.nspowner), array(select g::text from unnest(coalesce(n.nspacl, acldefault('n', n.nspowner))) as g order by 1)::text, obj_description(n.oid, 'pg_namespace'))
from pg_namespace as n
where n.nspname not like 'pg\_%' and n.nspname <> 'information_schema'
union all
select
    'type',
    format('%I.%I', n.nspname, t.typname),
    concat_ws(
        ' | ', t.typtype, format_type(t.typbasetype, t.typtypmod),
        (select string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_enum as e where e.enumtypid = t.oid)
    )
from pg_type as t
inner join pg_namespace as n on t.typnamespace = n.oid
where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and t.typtype in ('e', 'd')
union all
select
    'extension',
    e.extname,
    e.extversion
from pg_extension as e
union all
select
    'default privileges',
    concat_ws(' ', pg_get_userbyid(a.defaclrole), coalesce(a.defaclnamespace::regnamespace::text, ''), a.defaclobjtype),
    array(select g::text from unnest(a.defaclacl) as g order by 1)::text
from pg_default_acl as a
order by 1, 2, 3

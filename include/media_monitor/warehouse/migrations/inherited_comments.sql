-- One row per column of a view that reads a column of the same name (all its readings agreeing on one comment): its own comment, the one
-- that it inherits, and the statements that take it over and let it go.
select
    col_description(v.oid, a.attnum) as own,
    min(col_description(source.attrelid, source.attnum)) as inherited,
    format('comment on column %I.%I.%I is %L', n.nspname, v.relname, a.attname, min(col_description(source.attrelid, source.attnum))) as take,
    format('comment on column %I.%I.%I is null', n.nspname, v.relname, a.attname) as let_go
from pg_class as v
inner join pg_namespace as n on v.relnamespace = n.oid
inner join pg_attribute as a on v.oid = a.attrelid and a.attnum > 0 and not a.attisdropped
inner join pg_rewrite as rule on v.oid = rule.ev_class
inner join pg_depend as reads on rule.oid = reads.objid and reads.classid = 'pg_rewrite'::regclass and reads.refclassid = 'pg_class'::regclass
inner join pg_attribute as source on reads.refobjid = source.attrelid and reads.refobjsubid = source.attnum and a.attname = source.attname
where v.relkind in ('v', 'm') and n.nspname in ('ref', 'ops', 'core', 'mart', 'report', 'report_licensed') and reads.refobjid <> v.oid
group by v.oid, n.nspname, v.relname, a.attnum, a.attname
having count(distinct col_description(source.attrelid, source.attnum)) = 1

-- One row per archive object of fetched pages that has no live batch yet: it gets one.
insert into ops.batch (object_id, covers_on, purpose, created_at)
select
    o.object_id,
    null,
    'live',
    %(now)s
from ops.archive_object as o
where
    o.purpose = 'pages'
    and not exists (select 1 from ops.batch as b where b.object_id = o.object_id and b.purpose = 'live')
order by o.object_id
on conflict do nothing

-- One row per registered object that covers the day and has no backfill batch for it yet: it gets one.
insert into ops.batch (object_id, covers_on, purpose, created_at)
select
    d.object_id,
    d.covers_on,
    'backfill',
    %(now)s
from ops.archive_day as d
inner join ops.archive_object as o on d.object_id = o.object_id
where d.covers_on = %(covers_on)s and o.purpose = 'collection'
order by d.object_id
on conflict do nothing

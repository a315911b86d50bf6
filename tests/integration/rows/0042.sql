-- What was learned of an outlet's pages, and what was dropped from one of them.
insert into ops.outlet_reading (outlet_id, article_count) select outlet_id, 12 from ref.outlet;
insert into ops.outlet_headline (outlet_id, title_sha, learned_at) select outlet_id, '\x01', '2026-03-10 09:00+00' from ref.outlet;
insert into ops.outlet_block (
    outlet_id, block_sha, version, article_count, articles_before, first_seen_at, last_seen_at, object_id, record_offset, learned_at
)
select o.outlet_id, '\x02', 1, 7, 0, '2026-03-01 09:00+00', '2026-03-10 09:00+00', a.object_id, 0, '2026-03-10 09:00+00'
from ref.outlet as o cross join (select min(object_id) as object_id from ops.archive_object) as a where a.object_id is not null;
insert into ops.dropped_block (object_id, record_offset, block_sha, outlet_id, article_count, of_count, dropped_at)
select object_id, 0, '\x02', min(outlet_id), 7, 12, min(learned_at) from ops.outlet_block group by object_id;

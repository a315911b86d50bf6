-- One row: where the pages of a batch are now. They add up, unless a crash has emptied staging, which has no write-ahead log.
select
    coalesce(b.record_count, 0) as records,
    b.quarantined_count as quarantined,
    b.suppressed_names <> (select count(*) from core.suppressed_name) as is_outdated,
    (select count(*)::int from stage.article as s where s.batch_id = b.batch_id) as articles,
    (select count(*)::int from stage.rejected as r where r.batch_id = b.batch_id) as rejected
from ops.batch as b
where b.batch_id = %(batch_id)s

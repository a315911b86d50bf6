-- One row per staged article that shares its address and fetch time with another.
select record_offset
from (
    select
        record_offset,
        count(*) over (partition by canonical_url, fetched_at) as twin_count
    from stage.article
    where batch_id = %(batch_id)s
) as counted
where twin_count > 1

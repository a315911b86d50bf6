-- One row per host that this worker has still reserved: others may begin a request there so many seconds from now.
with mine as (
    select
        h.host,
        done.wait_seconds
    from ops.host as h
    inner join unnest(%(hosts)s::text[], %(waits)s::float[]) as done (host, wait_seconds) on h.host = done.host
    where h.worker = %(worker)s
    order by h.host
    for no key update of h
)

update ops.host as h
set worker = null, free_at = clock_timestamp() + mine.wait_seconds * interval '1 second'
from mine
where h.host = mine.host

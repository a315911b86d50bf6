-- One row per host: whether it is this worker's for %(held_for)s from now on, else after how many seconds it is free.
with asked as (
    select
        t.host,
        h.free_at,
        h.pause_seconds,
        greatest(%(then_closed_for)s::interval, h.pause_seconds * interval '1 second') as closed_for
    from unnest(%(hosts)s::text[]) as t (host)
    left join ops.host as h on t.host = h.host
),

reserved as (
    insert into ops.host as h (host, worker, free_at)
    select
        host,
        %(worker)s,
        clock_timestamp() + %(held_for)s::interval + closed_for
    from asked
    order by host
    on conflict (host) do update set worker = excluded.worker, free_at = excluded.free_at
    where
        h.worker = excluded.worker
        or h.free_at <= clock_timestamp()
        or h.free_at > clock_timestamp() + interval '15 minutes'  -- set by a clock that was wrong
    returning h.host
)

select
    a.host,
    a.pause_seconds,
    r.host is not null as is_mine,
    -- the row of a worker that was faster by a moment cannot be seen yet
    coalesce(greatest(extract(epoch from a.free_at - clock_timestamp()), 0), 1)::float as wait_seconds
from asked as a
left join reserved as r on a.host = r.host

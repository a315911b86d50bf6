-- One row per host: after how many seconds this worker may begin requests there, for %(held_for)s from then; others begin after that.
with asked as (
    select host
    from unnest(%(hosts)s::text[]) as t (host)
    order by host
)

insert into ops.host as h (host, worker, free_at)
select
    host,
    %(worker)s,
    clock_timestamp() + %(held_for)s::interval + %(then_closed_for)s::interval
from asked
on conflict (host) do update set
    worker = excluded.worker,
    free_at = %(held_for)s::interval + greatest(%(then_closed_for)s::interval, h.pause_seconds * interval '1 second') + case
        -- a time this far off was set by a clock that was wrong
        when h.worker is distinct from excluded.worker and h.free_at < clock_timestamp() + interval '15 minutes' then greatest(h.free_at, clock_timestamp())
        else clock_timestamp()
    end
returning
    h.host,
    h.pause_seconds,
    extract(epoch from h.free_at - clock_timestamp() - %(held_for)s::interval - greatest(%(then_closed_for)s::interval, h.pause_seconds * interval '1 second'))::float
        as wait_seconds

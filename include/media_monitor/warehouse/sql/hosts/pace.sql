-- One row per host: the pause that its robots.txt asks for, if any.
insert into ops.host as h (host, free_at, pause_seconds)
select
    host,
    clock_timestamp(),
    pause_seconds
from unnest(%(hosts)s::text[], %(pauses)s::real[]) as t (host, pause_seconds)
order by host
on conflict (host) do update set pause_seconds = excluded.pause_seconds
where h.pause_seconds is distinct from excluded.pause_seconds

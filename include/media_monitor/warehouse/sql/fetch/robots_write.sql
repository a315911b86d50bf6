-- One row: an origin's robots.txt as just fetched, or since when it cannot be.
insert into ops.robots as r (origin, fetched_at, body, unreachable_since)
values (%(origin)s, %(fetched_at)s, %(body)s, %(unreachable_since)s)
on conflict (origin) do update set
    fetched_at = excluded.fetched_at,
    body = excluded.body,
    unreachable_since = case when excluded.unreachable_since is not null then least(r.unreachable_since, excluded.unreachable_since) end

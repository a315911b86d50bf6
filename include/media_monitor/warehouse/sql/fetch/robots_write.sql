-- One row: an origin's robots.txt as just fetched.
insert into ops.robots (origin, fetched_at, body)
values (%(origin)s, %(fetched_at)s, %(body)s)
on conflict (origin) do update set fetched_at = excluded.fetched_at, body = excluded.body

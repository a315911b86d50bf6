-- One row per origin whose robots.txt is fresh enough to use.
select
    origin,
    body
from ops.robots
where fetched_at > %(since)s and fetched_at <= %(now)s

-- One row per origin whose robots.txt is fresh enough to use, or could not be read.
select
    origin,
    fetched_at,
    body,
    unreachable_since
from ops.robots
where fetched_at <= %(now)s and (fetched_at > %(since)s or unreachable_since is not null)

-- One row per role of the list that the server has: how many connections it may have at once, -1 = any number.
select
    rolname as name,
    rolconnlimit as connection_limit
from pg_catalog.pg_roles
where rolname = any(%(names)s)

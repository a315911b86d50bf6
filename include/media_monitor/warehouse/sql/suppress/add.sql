-- One row per spelling of a name: pages and headlines read from now on lose it.
insert into core.suppressed_name (name_sha, word_count, suppressed_at, reason)
select
    name_sha,
    %(word_count)s,
    %(now)s,
    %(reason)s
from unnest(%(shas)s::bytea[]) as name_sha
on conflict (name_sha) do nothing

-- One row per name of these articles and of the addresses asked for: nothing under it is loaded again.
insert into core.tombstone (key_sha, kind, erased_at, reason)
select
    key_sha,
    kind,
    %(now)s,
    %(reason)s
from core.article_key
where article_id = any(%(articles)s)
union
select
    key_sha,
    'url',
    %(now)s,
    %(reason)s
from unnest(%(keys)s::bytea[]) as key_sha
on conflict (key_sha) do nothing

-- One row per feed: inserted, or updated where it differs.
insert into ref.feed as known (
    feed_id,
    outlet_id,
    url,
    url_sha,
    shard,
    language,
    title,
    source
)
select
    feed_id,
    outlet_id,
    url,
    url_sha,
    shard,
    language,
    title,
    source
from incoming_feed
order by feed_id
on conflict (feed_id) do update set
    outlet_id = excluded.outlet_id,
    url = excluded.url,
    url_sha = excluded.url_sha,
    shard = excluded.shard,
    language = excluded.language,
    title = excluded.title,
    source = excluded.source,
    is_active = true
where
    not known.is_active or (known.outlet_id, known.url, known.url_sha, known.shard, known.language, known.title, known.source)
    is distinct from (excluded.outlet_id, excluded.url, excluded.url_sha, excluded.shard, excluded.language, excluded.title, excluded.source)

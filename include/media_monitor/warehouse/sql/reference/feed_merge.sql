-- One row per feed: inserted, or updated where it differs. An address that is known keeps its id: a user's list, which may give
-- none, means the feed that is there.
update incoming_feed as i
set feed_id = known.feed_id
from ref.feed as known
where i.url_sha = known.url_sha and i.feed_id <> known.feed_id;

-- at another address a feed is neither gone nor on the move, and its server is as good as any
update ops.feed_state as s
set
    next_poll_at = coalesce(s.next_poll_at, now()),
    plan_reason = case when s.next_poll_at is null then 'its address is new' else s.plan_reason end,
    unchanged_at = null,
    whole_at = null,
    distrusted_at = null,
    move_target = null,
    move_count = null,
    move_since = null,
    moved_at = null,
    moved_from = null
from incoming_feed as i
inner join ref.feed as known on i.feed_id = known.feed_id
where s.feed_id = i.feed_id and i.url <> known.url;

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
    not known.is_active or (
        known.outlet_id,
        known.url,
        known.url_sha,
        known.shard,
        known.language,
        known.title,
        known.source
    )
    is distinct from (
        excluded.outlet_id,
        excluded.url,
        excluded.url_sha,
        excluded.shard,
        excluded.language,
        excluded.title,
        excluded.source
    )

-- One row per document: how many of its entries are new, how many changed their headline since the last poll that showed them, how many
-- are known as they are, and how many the document names again.
with latest as (
    -- a document may list a key twice: its last title counts, as a reader would see it
    select distinct on (feed_id, key_sha)
        feed_id,
        outlet_id,
        polled_at,
        position,
        key_sha,
        guid,
        link,
        -- of an erased article a feed may go on telling
        case when not exists (select 1 from core.tombstone as t where t.key_sha = canonical_sha) then title end as title,
        published_at,
        published_raw,
        canonical_sha,
        shard
    from incoming_entry
    order by feed_id, key_sha, position desc
),

addressed as (
    insert into ops.page (url, url_sha, shard, outlet_id, feed_id, guid, title, published_at, discovered_at)
    select distinct on (l.canonical_sha)
        l.link,
        l.canonical_sha,
        l.shard,
        l.outlet_id,
        l.feed_id,
        l.guid,
        l.title,
        l.published_at,
        l.polled_at
    from latest as l
    where l.canonical_sha is not null
    order by l.canonical_sha, l.polled_at, l.feed_id, l.position
    on conflict (url_sha) do nothing
    returning page_id, url_sha, discovered_at
),

first_fetch as (
    insert into ops.page_due (page_id, due_at, reason)
    select
        page_id,
        discovered_at,
        'new'
    from addressed
    on conflict do nothing
),

page_of as (
    select
        page_id,
        url_sha
    from addressed
    union
    select
        page_id,
        url_sha
    from ops.page
    where url_sha in (select l.canonical_sha from latest as l)
),

known as materialized (
    select
        l.feed_id,
        l.key_sha,
        -- the headline as last shown at or before this poll: polls may be replayed out of order
        (
            select t.title from ops.entry_title as t
            where t.entry_id = e.entry_id and t.seen_at <= l.polled_at
            order by t.seen_at desc
            limit 1
        ) as last_title
    from latest as l
    inner join ops.entry as e on l.feed_id = e.feed_id and l.key_sha = e.key_sha
),

written as (
    insert into ops.entry as e (feed_id, key_sha, guid, link, title, published_at, published_raw, first_seen_at, last_seen_at, page_id)
    select
        l.feed_id,
        l.key_sha,
        l.guid,
        l.link,
        l.title,
        l.published_at,
        l.published_raw,
        l.polled_at,
        l.polled_at,
        p.page_id
    from latest as l
    left join page_of as p on l.canonical_sha = p.url_sha
    order by l.feed_id, l.key_sha
    on conflict (feed_id, key_sha) do update set
    title = case when e.last_seen_at <= excluded.last_seen_at then excluded.title else e.title end,
    link = case when e.last_seen_at <= excluded.last_seen_at then excluded.link else e.link end,
    published_at = case when e.last_seen_at <= excluded.last_seen_at then excluded.published_at else e.published_at end,
    page_id = coalesce(excluded.page_id, e.page_id),
    first_seen_at = least(e.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(e.last_seen_at, excluded.last_seen_at)
    returning e.entry_id, e.feed_id, e.key_sha, e.page_id
),

retitled as (
    select
        w.entry_id,
        w.page_id,
        l.title,
        l.polled_at,
        k.feed_id is not null as was_known
    from written as w
    inner join latest as l on w.feed_id = l.feed_id and w.key_sha = l.key_sha
    left join known as k on w.feed_id = k.feed_id and w.key_sha = k.key_sha
    where k.feed_id is null or k.last_title is distinct from l.title
),

titles as (
    insert into ops.entry_title (entry_id, seen_at, title)
    select
        entry_id,
        polled_at,
        title
    from retitled
    on conflict do nothing
),

headline_checks as (
    -- a changed headline often means a changed page
    insert into ops.page_due (page_id, due_at, reason)
    select distinct
        page_id,
        polled_at,
        'headline'
    from retitled
    where was_known and page_id is not null
    on conflict do nothing
),

named as (
    select
        feed_id,
        count(*) as entry_count
    from incoming_entry
    group by feed_id
)

select
    n.feed_id,
    (count(*) filter (where r.entry_id is not null and not r.was_known))::int as new_count,
    (count(*) filter (where r.entry_id is not null and r.was_known))::int as changed_count,
    (count(*) filter (where r.entry_id is null))::int as known_count,
    (n.entry_count - count(*))::int as repeated_count
from named as n
inner join written as w on n.feed_id = w.feed_id
left join retitled as r on w.entry_id = r.entry_id
group by n.feed_id, n.entry_count

-- One row per document: how many of its entries are new, how many changed their headline since the last poll that showed them, how many
-- are known as they are, and how many names known entries were given anew. Which is which: docs/adr/0007-entry-identity.md.
with told as (
    select
        feed_id,
        outlet_id,
        polled_at,
        item,
        key_sha,
        guid_sha,
        link_sha,
        title_sha,
        guid,
        link,
        -- of an erased article a feed may go on telling
        case when not exists (select 1 from core.tombstone as t where t.key_sha = canonical_sha) then title end as title,
        published_at,
        published_raw,
        canonical_sha,
        shard
    from incoming_entry
),

name as (
    select
        t.item,
        t.feed_id,
        n.kind,
        n.name_sha
    from told as t
    cross join lateral (values ('guid', t.guid_sha), ('link', t.link_sha), ('title', t.title_sha)) as n (kind, name_sha)
    where n.name_sha is not null
),

hit as (
    select
        n.item,
        k.entry_id,
        bool_or(n.kind = 'guid') as by_guid,
        bool_or(n.kind = 'link') as by_link,
        bool_or(n.kind = 'title') as by_title
    from name as n
    inner join ops.entry_name as k on n.feed_id = k.feed_id and n.name_sha = k.name_sha
    group by n.item, k.entry_id
),

compared as (
    select
        h.*,
        t.link_sha,
        t.guid_sha is null or e.guid is null or t.guid = e.guid as is_guid_agreed,
        t.link_sha is null or e.link is null as is_link_absent,
        coalesce(t.title = e.title, false) as is_title_same,
        coalesce(t.published_at = e.published_at, false) as is_date_same,
        -- the same address but for its scheme and its query
        coalesce(
            split_part(split_part(t.link, '?', 1), '://', 2) = split_part(split_part(e.link, '?', 1), '://', 2), false
        ) as is_place_same,
        split_part(t.link, '?', 2) <> split_part(e.link, '?', 2) as is_query_other
    from hit as h
    inner join told as t on h.item = t.item
    inner join ops.entry as e on h.entry_id = e.entry_id
),

ranked as (
    select
        *,
        link_sha is not null and not by_link and is_place_same and is_query_other as is_volatile,
        case
            when by_guid and by_link then 1
            when by_guid and (is_link_absent or is_date_same or (is_place_same and is_title_same)) then 2
            when by_link and (is_guid_agreed or is_title_same or is_date_same) then 3
            when by_title then 4
        end as rank
    from compared
),

best as (
    select distinct on (item) *
    from ranked
    where rank is not null
    order by item, rank, entry_id
),

claimed as (
    -- what two entries of one document claim to be is the one that has the better right
    select distinct on (entry_id) *
    from best
    order by entry_id, rank, item desc
),

placed as (
    -- an address that will be another one at the next poll leads nowhere new
    select
        t.*,
        c.entry_id,
        case when c.is_volatile then null else t.canonical_sha end as page_sha
    from told as t
    left join claimed as c on t.item = c.item
),

addressed as (
    insert into ops.page (url, url_sha, shard, outlet_id, feed_id, guid, title, published_at, discovered_at)
    select distinct on (p.page_sha)
        p.link,
        p.page_sha,
        p.shard,
        p.outlet_id,
        p.feed_id,
        p.guid,
        p.title,
        p.published_at,
        p.polled_at
    from placed as p
    where p.page_sha is not null
    order by p.page_sha, p.polled_at, p.item
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
    where url_sha in (select p.page_sha from placed as p)
),

known as materialized (
    select
        p.entry_id,
        -- the headline as last shown at or before this poll: polls may be replayed out of order
        (
            select t.title from ops.entry_title as t
            where t.entry_id = p.entry_id and t.seen_at <= p.polled_at
            order by t.seen_at desc
            limit 1
        ) as last_title
    from placed as p
    where p.entry_id is not null
),

renewed as (
    update ops.entry as e
    set
        title = case when e.last_seen_at <= p.polled_at then p.title else e.title end,
        link = case when e.last_seen_at <= p.polled_at then p.link else e.link end,
        published_at = case when e.last_seen_at <= p.polled_at then p.published_at else e.published_at end,
        page_id = coalesce(o.page_id, e.page_id),
        first_seen_at = least(e.first_seen_at, p.polled_at),
        last_seen_at = greatest(e.last_seen_at, p.polled_at)
    from placed as p
    left join page_of as o on p.page_sha = o.url_sha
    where e.entry_id = p.entry_id
    returning e.entry_id, e.page_id, p.feed_id, p.item, p.title, p.polled_at
),

newcomer as (
    select
        p.*,
        -- a name that is used anew cannot be the key a second time
        case
            when exists (select 1 from ops.entry as e where e.feed_id = p.feed_id and e.key_sha = p.key_sha)
                then sha256(p.key_sha || coalesce(p.link_sha, ''::bytea) || convert_to(p.polled_at::text, 'UTF8'))
            else p.key_sha
        end as free_sha
    from placed as p
    where p.entry_id is null
),

added as (
    insert into ops.entry (feed_id, key_sha, guid, link, title, published_at, published_raw, first_seen_at, last_seen_at, page_id)
    select
        n.feed_id,
        n.free_sha,
        n.guid,
        n.link,
        n.title,
        n.published_at,
        n.published_raw,
        n.polled_at,
        n.polled_at,
        o.page_id
    from newcomer as n
    left join page_of as o on n.page_sha = o.url_sha
    order by n.item
    returning entry_id, feed_id, key_sha, page_id
),

written as (
    select
        entry_id,
        page_id,
        feed_id,
        item,
        title,
        polled_at,
        true as was_known
    from renewed
    union all
    select
        a.entry_id,
        a.page_id,
        n.feed_id,
        n.item,
        n.title,
        n.polled_at,
        false as was_known
    from added as a
    inner join newcomer as n on a.feed_id = n.feed_id and a.key_sha = n.free_sha
),

names as (
    insert into ops.entry_name (feed_id, name_sha, entry_id, kind)
    select
        w.feed_id,
        n.name_sha,
        w.entry_id,
        n.kind
    from written as w
    inner join name as n on w.item = n.item
    left join claimed as c on w.entry_id = c.entry_id
    where
        c.entry_id is null
        or not case n.kind when 'guid' then c.by_guid when 'link' then c.by_link or c.is_volatile else c.by_title end
    order by w.feed_id, n.name_sha
    returning feed_id, entry_id, kind
),

flagged as (
    update ops.feed_state as s
    set volatile_links_at = greatest(s.volatile_links_at, v.polled_at)
    from (
        select distinct
            t.feed_id,
            t.polled_at
        from told as t
        inner join claimed as c on t.item = c.item
        where c.is_volatile
    ) as v
    where s.feed_id = v.feed_id
),

retitled as (
    select w.*
    from written as w
    left join known as k on w.entry_id = k.entry_id
    where not w.was_known or k.last_title is distinct from w.title
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
    -- a changed headline often means a changed page, and a new entry at an address of this feed always does
    insert into ops.page_due (page_id, due_at, reason)
    select distinct
        r.page_id,
        r.polled_at,
        'headline'
    from retitled as r
    where
        r.page_id is not null
        and (
            r.was_known
            or exists (select 1 from hit as h where h.item = r.item and h.by_link)
        )
    on conflict do nothing
),

alias as (
    select
        n.feed_id,
        count(*) as alias_count
    from names as n
    inner join claimed as c on n.entry_id = c.entry_id
    where n.kind <> 'title'  -- every headline is another one
    group by n.feed_id
)

select
    w.feed_id,
    (count(*) filter (where not w.was_known))::int as new_count,
    (count(*) filter (where w.was_known and r.entry_id is not null))::int as changed_count,
    (count(*) filter (where r.entry_id is null))::int as known_count,
    coalesce(a.alias_count, 0)::int as alias_count
from written as w
left join retitled as r on w.entry_id = r.entry_id
left join alias as a on w.feed_id = a.feed_id
group by w.feed_id, a.alias_count

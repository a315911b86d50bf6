-- One row per staged article: published (a state not seen before it), unchanged, or duplicate (unchanged, under another address).
-- known_at: when that state had first been seen before this batch; NULL for a new state.
create temporary table decision on commit drop as
with known as (
    select
        a.article_id,
        (a.first_seen_at at time zone 'UTC')::date as since
    from core.article as a
    where a.current_revision_id is not null and a.article_id in (select p.article_id from publishing as p)
),

sight as (
    select
        r.article_id,
        r.seen_at as fetched_at,
        r.record_offset,
        r.content_sha,
        false as is_staged
    from known as k
    -- no state of an article is filed before its first sight: months before it are not read
    inner join core.revision as r on k.article_id = r.article_id and k.since <= r.filed_on
    union all
    select
        article_id,
        fetched_at,
        record_offset,
        content_sha,
        true
    from publishing
),

in_time as (
    select
        *,
        coalesce(lag(content_sha) over by_time <> content_sha, true) as is_change
    from sight
    window by_time as (partition by article_id order by fetched_at, is_staged, record_offset)
),

numbered as (
    -- sights of one state that no other state parts share a number
    select
        *,
        count(*) filter (where is_change) over (
            partition by article_id order by fetched_at, is_staged, record_offset
        ) as state_number
    from in_time
),

placed as (
    select
        *,
        min(fetched_at) filter (where not is_staged) over same_state as known_at,
        row_number() over (same_state order by fetched_at, is_staged, record_offset) as place
    from numbered
    window same_state as (partition by article_id, state_number)
)

select
    p.article_id,
    p.record_offset,
    p.fetched_at,
    p.content_sha,
    p.known_at,
    case
        when p.known_at is null and p.place = 1 then 'published'
        when g.url_sha = g.canonical_sha or a.canonical_url = g.canonical_url then 'unchanged'
        else 'duplicate'
    end as outcome
from placed as p
inner join publishing as g on p.record_offset = g.record_offset and p.is_staged
inner join core.article as a on p.article_id = a.article_id;

analyze decision

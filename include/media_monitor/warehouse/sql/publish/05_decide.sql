-- One row per staged article: published (a state not seen before it), unchanged, or duplicate (unchanged, under another address).
-- A state is a stretch of time in which every sight of an article shows the same. Its revision comes from one of its sights. What arrives
-- late may part a stretch in two, or reach back: so `sighted` has one row, besides those of the staged articles, per known sight that has
-- lost its revision (for one that stands for its stretch, or for what is staged), and per revision that begins at another time.
create temporary table sighted on commit drop as
with known as (
    select
        a.article_id,
        (a.first_seen_at at time zone 'UTC')::date as since
    from core.article as a
    where a.current_revision_id is not null and a.article_id in (select p.article_id from publishing as p)
),

state as (
    select
        r.article_id,
        r.revision_id,
        r.filed_on,
        r.seen_at,
        r.object_id,
        r.record_offset,
        r.content_sha,
        coalesce(o.seen_at, r.seen_at) as fetched_at
    from known as k
    -- no state of an article is filed before its first sight: months before it are not read
    inner join core.revision as r on k.article_id = r.article_id and k.since <= r.filed_on
    left join ops.outcome as o on r.object_id = o.object_id and r.record_offset = o.record_offset
),

sight as (
    select
        article_id,
        fetched_at,
        object_id,
        record_offset,
        content_sha,
        revision_id,
        filed_on,
        seen_at as said_at,
        true as is_state,
        false as is_staged
    from state
    union all
    -- the first sight of a state whose revision comes from a later one
    select
        article_id,
        seen_at,
        null,
        record_offset,
        content_sha,
        revision_id,
        filed_on,
        null,
        false,
        false
    from state
    where seen_at <> fetched_at
    union all
    select
        s.article_id,
        o.seen_at,
        o.object_id,
        o.record_offset,
        s.content_sha,
        s.revision_id,
        s.filed_on,
        null,
        false,
        false
    from state as s
    inner join ops.outcome as o on s.revision_id = o.revision_id
    where o.outcome in ('unchanged', 'duplicate')
    union all
    select
        article_id,
        fetched_at,
        null,
        record_offset,
        content_sha,
        null,
        null,
        null,
        false,
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
        min(fetched_at) over same_state as first_at,
        max(fetched_at) over same_state as last_at,
        max(revision_id) filter (where is_state) over same_state as state_id,
        bool_or(is_staged) over same_state as has_staged,
        first_value(record_offset) over (same_state order by is_staged desc, fetched_at, record_offset) as first_page,
        -- what stands for the stretch: its revision, else what is staged, else a page that can be told again
        row_number() over (
            same_state order by is_state desc, is_staged desc, object_id is null, fetched_at, record_offset
        ) as place
    from numbered
    window same_state as (partition by article_id, state_number)
)

select
    article_id,
    fetched_at,
    object_id,
    record_offset,
    content_sha,
    revision_id,
    filed_on,
    state_id,
    first_at,
    last_at,
    first_page,
    place,
    has_staged,
    is_state,
    is_staged
from placed
where
    is_staged
    or (is_state and place = 1 and said_at <> first_at)
    or (state_id is null and object_id is not null and (has_staged or place = 1));

analyze sighted;

create temporary table decision on commit drop as
select
    p.article_id,
    p.record_offset,
    p.fetched_at,
    p.content_sha,
    p.state_id,
    p.first_at,
    p.first_page,
    case
        when p.place = 1 then 'published'
        when g.url_sha = g.canonical_sha or a.canonical_url = g.canonical_url then 'unchanged'
        else 'duplicate'
    end as outcome
from sighted as p
inner join publishing as g on p.record_offset = g.record_offset
inner join core.article as a on p.article_id = a.article_id
where p.is_staged;

analyze decision

-- One row per staged article: published (a state not seen before it), unchanged, or duplicate (unchanged, under another address).
create temporary table decision on commit drop as
with known_state as (
    select
        r.article_id,
        r.fetched_at,
        r.record_offset,
        r.content_sha,
        r.is_staged
    from (
        select
            article_id,
            seen_at as fetched_at,
            record_offset,
            content_sha,
            false as is_staged
        from core.revision
        where article_id in (select p.article_id from publishing as p)
        union all
        select
            article_id,
            fetched_at,
            record_offset,
            content_sha,
            true
        from publishing
    ) as r
),

in_time as (
    select
        *,
        lag(content_sha) over by_time as previous_sha,
        lead(content_sha) over by_time as next_sha,
        coalesce(lead(is_staged) over by_time, true) as is_next_staged
    from known_state
    window by_time as (partition by article_id order by fetched_at, is_staged, record_offset)
)

select
    t.article_id,
    t.record_offset,
    t.fetched_at,
    t.content_sha,
    (t.next_sha = t.content_sha and not t.is_next_staged) as is_earlier_sight,
    case
        when coalesce(t.previous_sha <> t.content_sha, true) and (t.is_next_staged or t.next_sha <> t.content_sha) then 'published'
        when p.url_sha = p.canonical_sha or a.canonical_url = s.canonical_url then 'unchanged'
        else 'duplicate'
    end as outcome
from in_time as t
inner join publishing as p on t.record_offset = p.record_offset and t.is_staged
inner join stage.article as s on t.record_offset = s.record_offset and s.batch_id = %(batch_id)s
inner join core.article as a on t.article_id = a.article_id

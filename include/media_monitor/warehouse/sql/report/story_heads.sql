-- No row: the heads of these stories, and of those that have an article of these days, come from their articles; a story without ends.
with due as (
    select unnest(%(story_ids)s::text[]) as story_id
    union
    select sa.story_id
    from core.story_article as sa
    inner join core.article as a on sa.article_id = a.article_id
    where a.covers_on = any(%(days)s::date[])
),

head as (
    select
        sa.story_id,
        min(coalesce(a.published_at, a.first_seen_at)) as first_seen_at,
        max(coalesce(a.published_at, a.first_seen_at)) as last_seen_at,
        count(*)::int as article_count,
        count(distinct a.outlet_id)::int as outlet_count,
        (array_agg(a.title order by (a.language = 'en') desc, coalesce(a.published_at, a.first_seen_at), a.article_id))[1] as title
    from core.story_article as sa
    inner join core.article as a on sa.article_id = a.article_id
    where sa.story_id in (select d.story_id from due as d)
    group by sa.story_id
)

update core.story as s
set
    title = h.title, first_seen_at = h.first_seen_at, last_seen_at = h.last_seen_at,
    article_count = h.article_count, outlet_count = h.outlet_count
from head as h
where
    s.story_id = h.story_id
    and (s.title, s.first_seen_at, s.last_seen_at, s.article_count, s.outlet_count)
    is distinct from (h.title, h.first_seen_at, h.last_seen_at, h.article_count, h.outlet_count);

delete from core.story as s where not exists (select from core.story_article as sa where sa.story_id = s.story_id)

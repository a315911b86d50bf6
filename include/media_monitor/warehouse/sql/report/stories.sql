-- One row per story of the scratch table: its head comes from its articles.
with head as (
    select
        i.story_id,
        min(coalesce(a.published_at, a.first_seen_at)) as first_seen_at,
        max(coalesce(a.published_at, a.first_seen_at)) as last_seen_at,
        count(*)::int as article_count,
        count(distinct a.outlet_id)::int as outlet_count,
        (array_agg(a.title order by (a.language = 'en') desc, coalesce(a.published_at, a.first_seen_at), a.article_id))[1] as title
    from incoming_story as i
    inner join core.article as a on i.article_id = a.article_id
    group by i.story_id
),

written as (
    insert into core.story (story_id, title, first_seen_at, last_seen_at, article_count, outlet_count)
    select
        story_id,
        title,
        first_seen_at,
        last_seen_at,
        article_count,
        outlet_count
    from head
    on conflict (story_id) do update set
    title = excluded.title, first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at,
    article_count = excluded.article_count, outlet_count = excluded.outlet_count
)

insert into core.story_article (article_id, story_id)
select
    article_id,
    story_id
from incoming_story
order by article_id

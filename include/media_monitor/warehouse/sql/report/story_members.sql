-- One row per article of these stories, by story, the latest first.
select
    sa.story_id,
    sa.article_id,
    coalesce(sa.told_at, a.published_at, a.first_seen_at) as told_at
from core.story_article as sa
inner join core.article as a on sa.article_id = a.article_id
where sa.story_id = any(%(story_ids)s::text[])
order by sa.story_id, told_at desc, sa.article_id

-- One row per story of more than one article, the largest first.
select
    story_id as key,
    coalesce(title, 'untitled') as title,
    case when last_seen_at > %(until)s - interval '24 hours' then 'developing' else 'quiet' end as state,
    first_seen_at,
    last_seen_at,
    outlet_count as outlets,
    article_count as articles
from core.story
where article_count > 1
order by article_count desc, first_seen_at asc, story_id asc
limit 12

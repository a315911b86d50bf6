-- One row per article of the list and story that it is of.
select
    article_id,
    story_id
from core.story_article
where article_id = any(%(article_ids)s::bigint[])

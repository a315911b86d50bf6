-- One row: the story of an article.
select story_id
from core.story_article
where article_id = %(article_id)s

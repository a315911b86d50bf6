-- One row per standing correction of a story, the oldest first.
select
    article_id,
    other_article_id,
    verdict = 'same' as is_same
from core.correction
where kind = 'story' and withdrawn_at is null
order by correction_id

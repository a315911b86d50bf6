-- No row: these articles leave their stories, and stories without articles end.
delete from core.story_article where article_id = any(%(article_ids)s);
delete from core.story as s where not exists (select 1 from core.story_article as sa where sa.story_id = s.story_id)

-- No row: the articles of the scratch table are of its stories. What is known of an article that was not read anew stays.
insert into core.story (story_id, first_seen_at, last_seen_at, article_count, outlet_count)
select
    story_id,
    min(told_at),
    max(told_at),
    0,
    0
from incoming_story
group by story_id
on conflict (story_id) do nothing;

insert into core.story_article (article_id, story_id, told_at, revision_id, annotator)
select
    article_id,
    story_id,
    told_at,
    revision_id,
    annotator
from incoming_story
order by article_id
on conflict (article_id) do update set
story_id = excluded.story_id,
told_at = excluded.told_at,
revision_id = coalesce(excluded.revision_id, story_article.revision_id),
annotator = coalesce(excluded.annotator, story_article.annotator);

update core.story_article as sa
set reasons = i.reasons
from incoming_story as i
where sa.article_id = i.article_id and i.reasons is not null and sa.reasons <> i.reasons

-- One row per article of a story, the earliest first.
select
    sa.article_id,
    sa.story_id
from core.story_article as sa
inner join core.article as a on sa.article_id = a.article_id
inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
where sa.story_id = %(story_id)s
order by coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at), sa.article_id

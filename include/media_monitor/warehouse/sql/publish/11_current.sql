-- One row per touched article: what it says now.
update core.article as a
set
    current_revision_id = r.revision_id,
    current_filed_on = r.filed_on,
    title = r.title,
    language = r.language,
    published_at = coalesce(r.published_at, a.published_at),
    published_on = coalesce(r.published_on, a.published_on)
from (
    select distinct on (s.article_id)
        s.article_id,
        s.revision_id,
        s.filed_on,
        s.title,
        s.language,
        s.published_at,
        s.published_on
    from core.article as f
    -- no state of an article is filed before its first sight: months before it are not read
    inner join core.revision as s on f.article_id = s.article_id and (f.first_seen_at at time zone 'UTC')::date <= s.filed_on
    where f.article_id in (select t.article_id from tagged as t)
    order by s.article_id, s.seen_at desc, s.revision_id desc
) as r
where a.article_id = r.article_id

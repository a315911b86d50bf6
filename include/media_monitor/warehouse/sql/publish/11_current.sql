-- One row per touched article: what it says now. A state that gives no date leaves the article the date it had, in whatever order the
-- states arrived.
update core.article as a
set
    current_revision_id = r.revision_id,
    current_filed_on = r.filed_on,
    title = r.title,
    language = r.language,
    published_at = r.published_at,
    published_on = r.published_on
from (
    select
        s.article_id,
        (array_agg(s.revision_id order by s.seen_at desc, s.revision_id desc))[1] as revision_id,
        (array_agg(s.filed_on order by s.seen_at desc, s.revision_id desc))[1] as filed_on,
        (array_agg(s.title order by s.seen_at desc, s.revision_id desc))[1] as title,
        (array_agg(s.language order by s.seen_at desc, s.revision_id desc))[1] as language,
        (array_agg(s.published_at order by s.seen_at desc, s.revision_id desc) filter (where s.published_at is not null))[1]
            as published_at,
        (array_agg(s.published_on order by s.seen_at desc, s.revision_id desc) filter (where s.published_on is not null))[1]
            as published_on
    from core.article as f
    -- no state of an article is filed before its first sight: months before it are not read
    inner join core.revision as s on f.article_id = s.article_id and (f.first_seen_at at time zone 'UTC')::date <= s.filed_on
    where f.article_id in (select t.article_id from tagged as t)
    group by s.article_id
) as r
where a.article_id = r.article_id

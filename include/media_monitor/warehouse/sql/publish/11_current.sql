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
    select distinct on (article_id)
        article_id,
        revision_id,
        filed_on,
        title,
        language,
        published_at,
        published_on
    from core.revision
    where article_id in (select t.article_id from tagged as t)
    order by article_id, seen_at desc, revision_id desc
) as r
where a.article_id = r.article_id

-- One row: an article as it is now.
select
    a.article_id,
    r.revision_id,
    r.filed_on,
    r.title,
    r.text
from core.article as a
inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
where a.article_id = %(article_id)s

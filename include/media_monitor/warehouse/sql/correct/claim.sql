-- One row: a claim as the machine reads it, and the state of the article that makes it.
select
    c.*,
    r.article_id,
    r.title,
    r.text
from core.claim as c
inner join core.revision as r on c.revision_id = r.revision_id and c.filed_on = r.filed_on
where c.claim_id = %(claim_id)s

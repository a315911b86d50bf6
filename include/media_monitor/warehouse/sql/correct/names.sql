-- One row per words that name somebody or something in the current state of an article, or are a source or actor there.
select m.text as words
from core.article as a
inner join core.mention as m on a.current_revision_id = m.revision_id and a.current_filed_on = m.filed_on
where a.article_id = %(article_id)s
union
select p.words
from core.article as a
inner join core.claim as c on a.current_revision_id = c.revision_id and a.current_filed_on = c.filed_on
cross join lateral (values (c.source_text), (c.actor_text)) as p (words)
where a.article_id = %(article_id)s and p.words is not null
order by 1

-- One row per publication day of the articles that the batch gave a new state or new tags, newest first.
select distinct a.covers_on
from ops.batch as b
inner join core.revision as r on b.object_id = r.object_id and (b.batch_id = r.batch_id or b.purpose = 'retag')
inner join core.article as a on r.article_id = a.article_id
where b.batch_id = %(batch_id)s
order by 1 desc

-- One row per publication day of the articles that the batch gave a new state or new tags, newest first.
-- From the outcomes of its pages, which know their articles: the months of core are not searched for its revisions.
with page as (
    select o.article_id
    from ops.outcome as o
    where o.batch_id = %(batch_id)s and o.outcome = 'published'
    union all
    select o.article_id
    from ops.batch as b
    inner join ops.outcome as o on b.object_id = o.object_id
    where b.batch_id = %(batch_id)s and b.purpose = 'retag' and o.outcome = 'published'
)

select distinct a.covers_on
from page as p
inner join core.article as a on p.article_id = a.article_id
order by 1 desc

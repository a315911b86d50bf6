-- One row per article that goes by one of these names.
select distinct
    a.article_id,
    a.covers_on
from core.article_key as k
inner join core.article as a on k.article_id = a.article_id
where k.key_sha = any(%(keys)s)
order by a.article_id

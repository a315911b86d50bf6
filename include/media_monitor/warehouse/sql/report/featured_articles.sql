-- One row per article of the list whose features are counted already.
select distinct article_id
from core.article_feature
where article_id = any(%(article_ids)s::bigint[])

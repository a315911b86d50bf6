-- No row: what these articles were found by, before it is written anew.
delete from core.article_feature where article_id = any(%(article_ids)s::bigint[])

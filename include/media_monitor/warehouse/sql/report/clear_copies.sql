-- No row: the copy groups of these articles, before they are computed anew.
delete from core.copy_group where article_id = any(%(article_ids)s)

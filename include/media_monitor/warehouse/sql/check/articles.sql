-- One row: how many articles of the batch are staged.
select count(*)::int as article_count
from stage.article
where batch_id = %(batch_id)s

-- One row per archived page of these articles: its outcome stays counted, its address does not stay.
update ops.outcome
set outcome = 'gone', reason = 'erased', url = null, article_id = null, revision_id = null
where article_id = any(%(articles)s);

update ops.outcome as o
set url = null
from ops.page_fetch as f
inner join ops.page as p on f.page_id = p.page_id
where
    o.object_id = f.object_id
    and o.record_offset = f.record_offset
    and p.url_sha in (select t.key_sha from core.tombstone as t)

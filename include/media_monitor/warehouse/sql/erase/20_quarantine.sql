-- No row: what quarantine and its explanations keep of the pages of these articles and addresses.
delete from ops.quarantine as q
using ops.page_fetch as f
inner join ops.page as p on f.page_id = p.page_id
where q.object_id = f.object_id and q.record_offset = f.record_offset and p.url_sha in (select t.key_sha from core.tombstone as t);

delete from ops.quarantine as q
using ops.outcome as o
where q.object_id = o.object_id and q.record_offset = o.record_offset and o.article_id = any(%(articles)s)

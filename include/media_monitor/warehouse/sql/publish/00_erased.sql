-- One row per staged page that bears a name of an erased article: it becomes a page without an article.
create temporary table if not exists erased (record_offset bigint) on commit drop;
truncate erased;

insert into erased (record_offset)
select record_offset
from stage.article
where
    batch_id = %(batch_id)s
    and exists (select 1 from core.tombstone as t where t.key_sha in (url_sha, canonical_sha, guid_sha));

insert into stage.rejected (batch_id, record_offset, url, url_sha, outcome, reason)
select
    batch_id,
    record_offset,
    null,
    url_sha,
    'gone',
    'erased'
from stage.article
where batch_id = %(batch_id)s and record_offset in (select e.record_offset from erased as e);

delete from stage.mention where batch_id = %(batch_id)s and record_offset in (select e.record_offset from erased as e);
delete from stage.topic_tag where batch_id = %(batch_id)s and record_offset in (select e.record_offset from erased as e);
delete from stage.event where batch_id = %(batch_id)s and record_offset in (select e.record_offset from erased as e);
delete from stage.claim where batch_id = %(batch_id)s and record_offset in (select e.record_offset from erased as e);
delete from stage.casualty where batch_id = %(batch_id)s and record_offset in (select e.record_offset from erased as e);
delete from stage.quote where batch_id = %(batch_id)s and record_offset in (select e.record_offset from erased as e);
delete from stage.article where batch_id = %(batch_id)s and record_offset in (select e.record_offset from erased as e)

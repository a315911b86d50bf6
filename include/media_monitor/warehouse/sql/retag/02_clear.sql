-- No row: the tags of the revisions that are about to be tagged again.
delete from core.mention where revision_id in (select t.revision_id from tagged as t);
delete from core.topic_tag where revision_id in (select t.revision_id from tagged as t);
delete from core.event where revision_id in (select t.revision_id from tagged as t);
delete from core.claim where revision_id in (select t.revision_id from tagged as t);
delete from core.casualty where revision_id in (select t.revision_id from tagged as t);
delete from core.quote where revision_id in (select t.revision_id from tagged as t)

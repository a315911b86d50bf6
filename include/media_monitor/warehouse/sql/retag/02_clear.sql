-- No row: the tags of the revisions that are about to be tagged again.
delete from core.mention as x using tagged as t where x.revision_id = t.revision_id and x.filed_on = t.filed_on;
delete from core.topic_tag as x using tagged as t where x.revision_id = t.revision_id and x.filed_on = t.filed_on;
delete from core.event as x using tagged as t where x.revision_id = t.revision_id and x.filed_on = t.filed_on;
delete from core.claim as x using tagged as t where x.revision_id = t.revision_id and x.filed_on = t.filed_on;
delete from core.casualty as x using tagged as t where x.revision_id = t.revision_id and x.filed_on = t.filed_on;
delete from core.quote as x using tagged as t where x.revision_id = t.revision_id and x.filed_on = t.filed_on

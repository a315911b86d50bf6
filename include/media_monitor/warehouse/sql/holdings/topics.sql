-- One row per article and topic.
select
    a.canonical_url as url,
    t.code as topic
from core.article as a
inner join core.topic_tag as t on a.current_revision_id = t.revision_id and a.current_filed_on = t.filed_on
order by 1, 2

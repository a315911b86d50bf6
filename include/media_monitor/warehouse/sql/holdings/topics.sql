-- One row per article and topic.
select
    a.canonical_url as url,
    t.code as topic
from core.article as a
inner join core.topic_tag as t on a.current_revision_id = t.revision_id
order by 1, 2

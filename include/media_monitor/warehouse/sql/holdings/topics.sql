-- One row per article and topic.
select
    a.canonical_url as url,
    t.code as topic
from mart.topic_tag as t
inner join core.article as a on t.article_id = a.article_id
order by 1, 2

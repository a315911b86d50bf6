-- One row per topic, by the number of articles tagged with it.
select
    t.label as name,
    count(distinct a.article_id)::int as count
from core.topic_tag as t
inner join core.article as a on t.revision_id = a.current_revision_id and t.filed_on = a.current_filed_on
group by t.code, t.label
order by count desc, name asc
limit 12

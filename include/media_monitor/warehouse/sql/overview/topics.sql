-- One row per topic, by the number of articles tagged with it.
select
    label as name,
    count(distinct article_id)::int as count
from mart.topic_tag
group by code, label
order by count desc, name asc
limit 12

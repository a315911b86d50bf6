-- One row per article.
select
    url,
    outlet_id as outlet,
    language,
    title,
    revision_count::int as revisions,
    agency,
    story_id as story,
    copy_group_id as copy_group
from report.article
order by url

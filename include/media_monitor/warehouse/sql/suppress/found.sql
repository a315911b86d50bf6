-- One row per article that names somebody in any of its states.
select distinct
    a.article_id,
    a.covers_on
from core.revision as r
inner join core.article as a on r.article_id = a.article_id
where r.title ~ %(full_name)s or r.text ~ %(full_name)s or array_to_string(r.authors, E'\n') ~ %(full_name)s
order by a.article_id

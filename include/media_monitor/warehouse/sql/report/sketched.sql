-- One row per article of a time that has a text: by what its copies are found.
select
    s.article_id,
    a.outlet_id,
    s.told_at,
    s.agency,
    s.sketch
from core.copy_sketch as s
inner join core.article as a on s.article_id = a.article_id
where s.told_at >= %(first)s and s.told_at < %(last)s and s.sketch <> ''

-- One row per correction, the oldest first.
select *
from report.correction
where
    (%(kind)s::text is null or kind = %(kind)s)
    and (%(state)s::text is null or state = %(state)s)
    and (%(article_id)s::bigint is null or %(article_id)s in (article_id, other_article_id))
order by correction_id

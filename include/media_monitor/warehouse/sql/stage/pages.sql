-- One row per staged page of a batch, those without an article too.
select
    record_offset,
    url
from stage.article
where batch_id = %(batch_id)s
union all
select
    record_offset,
    url
from stage.rejected
where batch_id = %(batch_id)s
order by record_offset

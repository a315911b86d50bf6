-- One row per staged article with a casualty figure that is negative, upside down or no figure at all.
select distinct a.record_offset
from stage.casualty as t
inner join stage.article as a on t.batch_id = a.batch_id and t.record_offset = a.record_offset
where
    t.batch_id = %(batch_id)s
    and (t.minimum < 0 or t.maximum < t.minimum or (t.minimum is null and t.maximum is null))

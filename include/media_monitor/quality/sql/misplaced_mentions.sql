-- One row per staged article with a mention whose offsets do not hold its words.
select distinct a.record_offset
from stage.mention as m
inner join stage.article as a on m.batch_id = a.batch_id and m.record_offset = a.record_offset
where
    m.batch_id = %(batch_id)s
    and (
        m.start_offset < 0
        or substr(
            case m.field when 'title' then a.title else a.text end,
            m.start_offset + 1,
            greatest(m.end_offset - m.start_offset, 0)  -- substr refuses a negative length: one bad row would stop the batch
        ) is distinct from m.text
    )

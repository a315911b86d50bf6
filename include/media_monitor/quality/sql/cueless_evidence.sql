-- One row per staged article with a claim whose evidence lies outside the text or does not hold its cue.
select distinct a.record_offset
from stage.claim as c
inner join stage.article as a on c.batch_id = a.batch_id and c.record_offset = a.record_offset
where
    c.batch_id = %(batch_id)s
    and not coalesce(
        c.evidence_start >= 0
        and c.evidence_end <= char_length(case c.evidence_field when 'title' then a.title else a.text end)
        and position(
            coalesce(c.cue_text, '')
            in substr(
                case c.evidence_field when 'title' then a.title else a.text end,
                c.evidence_start + 1,
                greatest(c.evidence_end - c.evidence_start, 0)  -- substr refuses a negative length
            )
        ) > 0,
        false
    )

-- One row per staged article with a figure, its evidence or a quote that starts after its end or lies outside the text.
with span as (
    select
        batch_id,
        record_offset,
        figure_field as field,
        figure_start as start_offset,
        figure_end as end_offset
    from stage.casualty
    union all
    select
        batch_id,
        record_offset,
        evidence_field,
        evidence_start,
        evidence_end
    from stage.casualty
    union all
    select
        batch_id,
        record_offset,
        field,
        start_offset,
        end_offset
    from stage.quote
)

select distinct a.record_offset
from span as s
inner join stage.article as a on s.batch_id = a.batch_id and s.record_offset = a.record_offset
where
    s.batch_id = %(batch_id)s
    and (
        s.field not in ('title', 'text')
        or s.start_offset < 0
        or s.end_offset <= s.start_offset
        or s.end_offset > char_length(coalesce(case s.field when 'title' then a.title else a.text end, ''))
    )

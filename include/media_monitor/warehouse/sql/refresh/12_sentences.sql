-- One row per sentence of a revision that is evidence, once, in the order in which an allowance is filled.
insert into mart.sentence (
    covers_on, article_id, revision_id, filed_on, field, start_offset, end_offset, precedence, used_characters
)
with span as (
    select
        t.covers_on,
        t.article_id,
        t.revision_id,
        t.filed_on,
        c.evidence_field as field,
        c.evidence_start as start_offset,
        c.evidence_end as end_offset,
        1 as precedence
    from telling as t
    inner join core.claim as c on t.revision_id = c.revision_id and t.filed_on = c.filed_on
    union all
    select
        t.covers_on,
        t.article_id,
        t.revision_id,
        t.filed_on,
        c.evidence_field,
        c.evidence_start,
        c.evidence_end,
        2
    from telling as t
    inner join core.casualty as c on t.revision_id = c.revision_id and t.filed_on = c.filed_on
    union all
    select
        t.covers_on,
        t.article_id,
        t.revision_id,
        t.filed_on,
        q.field,
        q.start_offset,
        q.end_offset,
        3
    from telling as t
    inner join core.quote as q on t.revision_id = q.revision_id and t.filed_on = q.filed_on
),

sentence as (
    select
        covers_on,
        article_id,
        revision_id,
        filed_on,
        field,
        start_offset,
        end_offset,
        min(precedence) as precedence
    from span
    group by covers_on, article_id, revision_id, filed_on, field, start_offset, end_offset
)

select
    covers_on,
    article_id,
    revision_id,
    filed_on,
    field,
    start_offset,
    end_offset,
    precedence,
    sum(end_offset - start_offset) over (
        partition by revision_id
        order by precedence, field desc, start_offset, end_offset
        rows between unbounded preceding and current row
    )
from sentence

-- One row per casualty figure of a revision of the articles of these days and time for which this warehouse held it to be so.
insert into mart.ledger_figure (
    covers_on, article_id, revision_id, filed_on, position, outlet_id, kind, minimum, maximum, qualifier, source_text, is_part_of,
    is_aggregate, event, evidence_field, evidence_start, evidence_end, agency, seen_from, seen_until, known_from, held_from, held_until,
    stated_at
)
with dated as (
    select
        b.covers_on,
        b.article_id,
        b.revision_id,
        b.filed_on,
        c.position,
        b.outlet_id,
        c.kind,
        c.minimum,
        c.maximum,
        c.qualifier,
        c.source_text,
        c.is_part_of,
        c.is_aggregate,
        c.event,
        c.evidence_field,
        c.evidence_start,
        c.evidence_end,
        b.agency,
        b.seen_from,
        b.seen_until,
        b.known_from,
        b.held_from,
        b.held_until,
        b.is_new,
        -- the first state of the article, up to this one and of those known then, that has the same figure
        min(b.told_at) over (
            partition by b.article_id, b.held_from, c.kind, c.qualifier, c.minimum, c.maximum order by b.seen_from, b.revision_id
        ) as stated_at
    from belief as b
    inner join core.casualty as c on b.revision_id = c.revision_id and b.filed_on = c.filed_on and c.filed_on between %(first_filed)s and %(last_filed)s
)

select
    covers_on,
    article_id,
    revision_id,
    filed_on,
    position,
    outlet_id,
    kind,
    minimum,
    maximum,
    qualifier,
    source_text,
    is_part_of,
    is_aggregate,
    event,
    evidence_field,
    evidence_start,
    evidence_end,
    agency,
    seen_from,
    seen_until,
    known_from,
    held_from,
    held_until,
    stated_at
from dated
where is_new

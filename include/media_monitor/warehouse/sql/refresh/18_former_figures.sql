-- One row per casualty figure of a revision as this warehouse held it to be before it loaded what changed that: what the ledger says of it now,
-- with the times as they were known then.
insert into mart.former_figure (
    covers_on, article_id, revision_id, filed_on, position, outlet_id, kind, minimum, maximum, qualifier, source_text,
    is_part_of, is_aggregate, event, evidence_field, evidence_start, evidence_end, seen_from, known_from, agency,
    seen_until, held_from, held_until, stated_at
)
with dated as (
    select
        l.covers_on,
        l.article_id,
        l.revision_id,
        l.filed_on,
        l.position,
        l.outlet_id,
        l.kind,
        l.minimum,
        l.maximum,
        l.qualifier,
        l.source_text,
        l.is_part_of,
        l.is_aggregate,
        l.event,
        l.evidence_field,
        l.evidence_start,
        l.evidence_end,
        l.seen_from,
        l.known_from,
        l.agency,
        b.seen_until,
        b.held_from,
        b.held_until,
        b.is_former,
        min(b.told_at) over (
            partition by
                b.article_id,
                b.held_from,
                l.kind,
                l.qualifier,
                l.minimum,
                l.maximum
            order by b.seen_from, b.revision_id
        ) as stated_at
    from belief as b
    inner join mart.ledger_figure as l on b.revision_id = l.revision_id and b.covers_on = l.covers_on and l.covers_on = any(%(days)s)
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
    seen_from,
    known_from,
    agency,
    seen_until,
    held_from,
    held_until,
    stated_at
from dated
where is_former

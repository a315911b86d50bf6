-- One row per casualty figure of a revision of the articles of these days.
insert into mart.ledger_figure (
    covers_on, article_id, revision_id, filed_on, position, outlet_id, kind, minimum, maximum, qualifier, source_text, is_part_of,
    is_aggregate, event, evidence_field, evidence_start, evidence_end, stated_at, seen_from, seen_until, known_from, agency,
    held_from, correction_id
)
select
    t.covers_on,
    t.article_id,
    c.revision_id,
    t.filed_on,
    c.position,
    t.outlet_id,
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
    -- the first state of the article, up to this one, that has the same figure
    min(t.told_at) over (
        partition by t.article_id, c.kind, c.qualifier, c.minimum, c.maximum order by t.seen_from, t.revision_id
    ),
    t.seen_from,
    t.seen_until,
    t.known_from,
    t.agency,
    t.held_from,
    c.correction_id
from telling as t
inner join corrected_figure as c on t.revision_id = c.revision_id and t.filed_on = c.filed_on

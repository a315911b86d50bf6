-- One row: a claim, with the state of the article that makes it.
select
    c.stance,
    c.is_negated,
    c.source_text,
    c.source_entity_id,
    c.actor_text,
    c.actor_entity_id,
    c.cue_text,
    c.rule,
    c.evidence_field,
    c.evidence_start,
    c.evidence_end,
    r.annotator,
    r.title,
    r.text,
    r.language,
    r.url
from core.claim as c
inner join core.revision as r on c.revision_id = r.revision_id and c.filed_on = r.filed_on
where c.claim_id = %(claim_id)s

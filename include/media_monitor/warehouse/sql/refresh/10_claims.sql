-- One row per claim of a revision of the articles of these days.
insert into mart.ledger_claim (
    covers_on, article_id, revision_id, filed_on, position, claim_id, outlet_id, stance, source_text, source_entity_id, is_authority,
    actor_text, actor_entity_id, actor_name, act_text, medium_text, stated_on, is_hedged, is_negated, is_quoted, quoted_by_text,
    via_text, event, rule, evidence_field, evidence_start, evidence_end, evidence_sha, stated_at, published_at, seen_from, seen_until,
    known_from, agency, held_from, actor_kind, correction_id
)
select
    t.covers_on,
    t.article_id,
    c.revision_id,
    t.filed_on,
    c.position,
    c.claim_id,
    t.outlet_id,
    c.stance,
    c.source_text,
    c.source_entity_id,
    c.is_authority,
    c.actor_text,
    c.actor_entity_id,
    c.actor_name,
    c.act_text,
    c.medium_text,
    c.stated_on,
    c.is_hedged,
    c.is_negated,
    c.is_quoted,
    c.quoted_by_text,
    c.via_text,
    c.event,
    c.rule,
    c.evidence_field,
    c.evidence_start,
    c.evidence_end,
    c.evidence_sha,
    -- the first state of the article, up to this one, that has the same claim
    min(t.told_at) over (
        partition by
            t.article_id,
            c.stance,
            c.is_negated,
            coalesce(c.source_entity_id, c.source_text),
            coalesce(c.actor_entity_id, c.actor_text)
        order by t.seen_from, t.revision_id
    ),
    t.published_at,
    t.seen_from,
    t.seen_until,
    t.known_from,
    t.agency,
    t.held_from,
    -- of the name that begins where the actor does, or ends where it ends ("members of The Copper Hand")
    (
        select m.kind
        from core.mention as m
        where
            m.revision_id = t.revision_id and m.filed_on = t.filed_on
            and m.filed_on between %(first_filed)s and %(last_filed)s
            and m.field = c.actor_spans -> 0 ->> 'field'
            and (
                m.start_offset = (c.actor_spans -> 0 ->> 'start')::int or m.end_offset = (c.actor_spans -> 0 ->> 'end')::int
            )
        order by m.end_offset - m.start_offset desc, m.position asc
        limit 1
    ),
    c.correction_id
from telling as t
inner join corrected_claim as c on t.revision_id = c.revision_id and t.filed_on = c.filed_on

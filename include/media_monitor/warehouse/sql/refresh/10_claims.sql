-- One row per claim of a revision of the articles of these days and time for which this warehouse held it to be so.
insert into mart.ledger_claim (
    covers_on, article_id, revision_id, filed_on, position, claim_id, outlet_id, stance, source_text, source_entity_id, is_authority,
    actor_text, actor_entity_id, actor_name, act_text, medium_text, stated_on, is_hedged, is_negated, is_quoted, quoted_by_text,
    via_text, event, rule, evidence_field, evidence_start, evidence_end, evidence_sha, published_at, agency, seen_from, seen_until,
    known_from, held_from, held_until, stated_at, actor_kind
)
with dated as (
    select
        b.covers_on,
        b.article_id,
        b.revision_id,
        b.filed_on,
        c.position,
        c.claim_id,
        b.outlet_id,
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
        b.published_at,
        b.agency,
        b.seen_from,
        b.seen_until,
        b.known_from,
        b.held_from,
        b.held_until,
        b.is_new,
        c.actor_spans -> 0 as actor_span,
        -- the first state of the article, up to this one and of those known then, that has the same claim
        min(b.told_at) over (
            partition by
                b.article_id,
                b.held_from,
                c.stance,
                c.is_negated,
                coalesce(c.source_entity_id, c.source_text),
                coalesce(c.actor_entity_id, c.actor_text)
            order by b.seen_from, b.revision_id
        ) as stated_at
    from belief as b
    inner join core.claim as c on b.revision_id = c.revision_id and b.filed_on = c.filed_on and c.filed_on between %(first_filed)s and %(last_filed)s
)

select
    d.covers_on,
    d.article_id,
    d.revision_id,
    d.filed_on,
    d.position,
    d.claim_id,
    d.outlet_id,
    d.stance,
    d.source_text,
    d.source_entity_id,
    d.is_authority,
    d.actor_text,
    d.actor_entity_id,
    d.actor_name,
    d.act_text,
    d.medium_text,
    d.stated_on,
    d.is_hedged,
    d.is_negated,
    d.is_quoted,
    d.quoted_by_text,
    d.via_text,
    d.event,
    d.rule,
    d.evidence_field,
    d.evidence_start,
    d.evidence_end,
    d.evidence_sha,
    d.published_at,
    d.agency,
    d.seen_from,
    d.seen_until,
    d.known_from,
    d.held_from,
    d.held_until,
    d.stated_at,
    -- of the name that begins where the actor does, or ends where it ends ("members of The Copper Hand")
    (
        select m.kind
        from core.mention as m
        where
            m.revision_id = d.revision_id and m.filed_on = d.filed_on
            and m.filed_on between %(first_filed)s and %(last_filed)s and m.field = d.actor_span ->> 'field'
            and (m.start_offset = (d.actor_span ->> 'start')::int or m.end_offset = (d.actor_span ->> 'end')::int)
        order by m.end_offset - m.start_offset desc, m.position asc
        limit 1
    )
from dated as d
where d.is_new

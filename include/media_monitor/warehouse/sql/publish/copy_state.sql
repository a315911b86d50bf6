-- One row: a state that another parts from the one it was told by; it tells the same, with a page of its own as its provenance.
with returned as (
    insert into core.revision (
        article_id, filed_on, seen_at,
        url, title, text, content_sha, published_at, published_on, published_precision, published_source, modified_at, language, authors,
        agency, image_url, word_count, is_paywalled, extractor, annotator, terrorism, armed_conflict, relevance_threshold,
        object_id, record_offset, batch_id
    )
    select
        article_id, (%(seen_at)s::timestamptz at time zone 'UTC')::date, %(seen_at)s,
        url, title, text, content_sha, published_at, published_on, published_precision, published_source, modified_at, language, authors,
        agency, image_url, word_count, is_paywalled, extractor, annotator, terrorism, armed_conflict, relevance_threshold,
        %(object_id)s, %(record_offset)s, %(batch_id)s
    from core.revision
    where revision_id = %(told_by)s and filed_on = %(told_on)s
    returning revision_id, filed_on
), mention_tags as (
    insert into core.mention (
        revision_id, filed_on,
        position, field, start_offset, end_offset, text, entity_id, name, kind, iso, lat, lon
    )
    select
        r.revision_id, r.filed_on,
        t.position, t.field, t.start_offset, t.end_offset, t.text, t.entity_id, t.name, t.kind, t.iso, t.lat, t.lon
    from core.mention as t
    cross join returned as r
    where t.revision_id = %(told_by)s and t.filed_on = %(told_on)s
), topic_tag_tags as (
    insert into core.topic_tag (
        revision_id, filed_on,
        code, label, score, voice, evidence
    )
    select
        r.revision_id, r.filed_on,
        t.code, t.label, t.score, t.voice, t.evidence
    from core.topic_tag as t
    cross join returned as r
    where t.revision_id = %(told_by)s and t.filed_on = %(told_on)s
), event_tags as (
    insert into core.event (
        revision_id, filed_on,
        event, type, place, occurred_on
    )
    select
        r.revision_id, r.filed_on,
        t.event, t.type, t.place, t.occurred_on
    from core.event as t
    cross join returned as r
    where t.revision_id = %(told_by)s and t.filed_on = %(told_on)s
), claim_tags as (
    insert into core.claim (
        revision_id, filed_on,
        position, stance, source_text, source_spans, source_entity_id, is_authority, actor_text, actor_spans, actor_entity_id, actor_name,
        act_text, medium_text, stated_on, is_hedged, is_negated, is_quoted, quoted_by_text, via_text, cue_text, evidence_field,
        evidence_start, evidence_end, evidence_sha, event, rule
    )
    select
        r.revision_id, r.filed_on,
        t.position, t.stance, t.source_text, t.source_spans, t.source_entity_id, t.is_authority, t.actor_text, t.actor_spans,
        t.actor_entity_id, t.actor_name, t.act_text, t.medium_text, t.stated_on, t.is_hedged, t.is_negated, t.is_quoted, t.quoted_by_text,
        t.via_text, t.cue_text, t.evidence_field, t.evidence_start, t.evidence_end, t.evidence_sha, t.event, t.rule
    from core.claim as t
    cross join returned as r
    where t.revision_id = %(told_by)s and t.filed_on = %(told_on)s
), casualty_tags as (
    insert into core.casualty (
        revision_id, filed_on,
        position, kind, minimum, maximum, qualifier, figure_field, figure_start, figure_end, source_text, is_part_of, is_aggregate, event,
        evidence_field, evidence_start, evidence_end
    )
    select
        r.revision_id, r.filed_on,
        t.position, t.kind, t.minimum, t.maximum, t.qualifier, t.figure_field, t.figure_start, t.figure_end, t.source_text, t.is_part_of,
        t.is_aggregate, t.event, t.evidence_field, t.evidence_start, t.evidence_end
    from core.casualty as t
    cross join returned as r
    where t.revision_id = %(told_by)s and t.filed_on = %(told_on)s
), quote_tags as (
    insert into core.quote (
        revision_id, filed_on,
        position, field, start_offset, end_offset, speaker_text, speaker_entity_id, verb, is_direct
    )
    select
        r.revision_id, r.filed_on,
        t.position, t.field, t.start_offset, t.end_offset, t.speaker_text, t.speaker_entity_id, t.verb, t.is_direct
    from core.quote as t
    cross join returned as r
    where t.revision_id = %(told_by)s and t.filed_on = %(told_on)s
)

update ops.outcome as o
set
    revision_id = r.revision_id,
    outcome = case when o.object_id = %(object_id)s and o.record_offset = %(record_offset)s then 'published' else o.outcome end
from returned as r
where o.revision_id = %(told_by)s and o.outcome in ('unchanged', 'duplicate') and o.seen_at between %(seen_at)s and %(last_at)s

-- One row per tag of a tagged revision, in the grain of each tag table. Words of the article that reports carry are shortened.
insert into core.mention (revision_id, filed_on, position, field, start_offset, end_offset, text, entity_id, name, kind, iso, lat, lon)
select
    t.revision_id, t.filed_on, s.position, s.field, s.start_offset, s.end_offset, s.text, s.entity_id,
    core.short_words(s.name), s.kind, s.iso, s.lat, s.lon
from stage.mention as s
inner join tagged as t on s.record_offset = t.record_offset
where s.batch_id = %(batch_id)s;

insert into core.topic_tag (revision_id, filed_on, code, label, score, voice, evidence)
select t.revision_id, t.filed_on, s.code, s.label, s.score, s.voice, s.evidence
from stage.topic_tag as s
inner join tagged as t on s.record_offset = t.record_offset
where s.batch_id = %(batch_id)s;

insert into core.event (revision_id, filed_on, event, type, place, occurred_on)
select t.revision_id, t.filed_on, s.event, s.type, s.place, s.occurred_on
from stage.event as s
inner join tagged as t on s.record_offset = t.record_offset
where s.batch_id = %(batch_id)s;

insert into core.claim (
    revision_id, filed_on, position, stance, source_text, source_spans, source_entity_id, is_authority, actor_text, actor_spans,
    actor_entity_id, actor_name, act_text, medium_text, stated_on, is_hedged, is_negated, is_quoted, quoted_by_text, via_text,
    cue_text, evidence_field, evidence_start, evidence_end, evidence_sha, event, rule
)
select
    t.revision_id, t.filed_on, s.position, s.stance, core.short_words(s.source_text), s.source_spans, s.source_entity_id,
    s.is_authority, core.short_words(s.actor_text), s.actor_spans, s.actor_entity_id, core.short_words(s.actor_name),
    core.short_words(s.act_text), core.short_words(s.medium_text), s.stated_on, s.is_hedged, s.is_negated, s.is_quoted,
    core.short_words(s.quoted_by_text), core.short_words(s.via_text), core.short_words(s.cue_text), s.evidence_field, s.evidence_start,
    s.evidence_end, s.evidence_sha, s.event, s.rule
from stage.claim as s
inner join tagged as t on s.record_offset = t.record_offset
where s.batch_id = %(batch_id)s
order by t.revision_id, t.filed_on, s.position;

insert into core.casualty (
    revision_id, filed_on, position, kind, minimum, maximum, qualifier, figure_field, figure_start, figure_end, source_text, is_part_of,
    is_aggregate, event, evidence_field, evidence_start, evidence_end
)
select
    t.revision_id, t.filed_on, s.position, s.kind, s.minimum, s.maximum, s.qualifier, s.figure_field, s.figure_start, s.figure_end,
    core.short_words(s.source_text), s.is_part_of, s.is_aggregate, s.event, s.evidence_field, s.evidence_start, s.evidence_end
from stage.casualty as s
inner join tagged as t on s.record_offset = t.record_offset
where s.batch_id = %(batch_id)s;

insert into core.quote (revision_id, filed_on, position, field, start_offset, end_offset, speaker_text, speaker_entity_id, verb, is_direct)
select
    t.revision_id, t.filed_on, s.position, s.field, s.start_offset, s.end_offset, core.short_words(s.speaker_text), s.speaker_entity_id,
    s.verb, s.is_direct
from stage.quote as s
inner join tagged as t on s.record_offset = t.record_offset
where s.batch_id = %(batch_id)s

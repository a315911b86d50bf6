-- One row per staged article of the batch: what the gate measures of it. Numbers, days, language codes and truth values, never a text.
with article as materialized (
    -- `|| ''`: a text is fetched from where it is stored out of line here, once, and not again for each of its tags
    select
        record_offset,
        title || '' as title,
        text || '' as text,
        char_length(coalesce(title, '')) as title_length,
        char_length(coalesce(text, '')) as text_length
    from stage.article
    where batch_id = %(batch_id)s
),

mention as (
    select
        m.record_offset,
        count(*) filter (
            where m.start_offset < 0
            -- substr refuses a negative length: one bad row would stop the batch
            or substr(
                case m.field when 'title' then a.title else a.text end,
                m.start_offset + 1,
                greatest(m.end_offset - m.start_offset, 0)
            ) is distinct from m.text
        ) as misplaced_count,
        count(*) filter (where m.entity_id is not null and e.entity_id is null) as unknown_count,
        count(*) filter (
            where coalesce(m.kind, '') not in (
                'person', 'group', 'government', 'agency', 'military', 'company', 'outlet', 'place', 'other'
            )
        ) as foreign_count
    from stage.mention as m
    inner join article as a on m.record_offset = a.record_offset
    left join ref.entity as e on m.entity_id = e.entity_id
    where m.batch_id = %(batch_id)s
    group by m.record_offset
),

claimed as materialized (
    select
        c.*,
        case c.evidence_field when 'title' then a.title_length else a.text_length end as field_length,
        substr(
            case c.evidence_field when 'title' then a.title else a.text end,
            c.evidence_start + 1,
            greatest(c.evidence_end - c.evidence_start, 0)
        ) as sentence
    from stage.claim as c
    inner join article as a on c.record_offset = a.record_offset
    where c.batch_id = %(batch_id)s
),

claim as (
    select
        c.record_offset,
        count(*) filter (
            where not coalesce(
                c.evidence_start >= 0 and c.evidence_end <= c.field_length and position(coalesce(c.cue_text, '') in c.sentence) > 0,
                false
            )
        ) as cueless_count,
        count(*) filter (where c.evidence_sha is distinct from sha256(convert_to(c.sentence, 'UTF8'))) as other_hash_count,
        count(*) filter (
            where coalesce(c.stance, '') not in (
                'claimed', 'confirmed', 'accused', 'suspected', 'denied', 'no_evidence', 'reported', 'cleared'
            )
        ) as foreign_stance_count,
        count(*) filter (where c.event is not null and v.event is null) as eventless_count,
        count(*) filter (
            where (c.source_entity_id is not null and source_entity.entity_id is null)
            or (c.actor_entity_id is not null and actor_entity.entity_id is null)
        ) as unknown_count
    from claimed as c
    left join stage.event as v on v.batch_id = %(batch_id)s and c.record_offset = v.record_offset and c.event = v.event
    left join ref.entity as source_entity on c.source_entity_id = source_entity.entity_id
    left join ref.entity as actor_entity on c.actor_entity_id = actor_entity.entity_id
    group by c.record_offset
),

casualty as (
    select
        record_offset,
        count(*) filter (where minimum < 0 or maximum < minimum or (minimum is null and maximum is null)) as disordered_count,
        count(*) filter (where coalesce(kind, '') not in ('killed', 'injured', 'missing', 'detained', 'abducted')) as foreign_count
    from stage.casualty
    where batch_id = %(batch_id)s
    group by record_offset
),

placed as (
    select
        record_offset,
        figure_field as field,
        figure_start as start_offset,
        figure_end as end_offset
    from stage.casualty
    where batch_id = %(batch_id)s
    union all
    select
        record_offset,
        evidence_field,
        evidence_start,
        evidence_end
    from stage.casualty
    where batch_id = %(batch_id)s
    union all
    select
        record_offset,
        field,
        start_offset,
        end_offset
    from stage.quote
    where batch_id = %(batch_id)s
),

span as (
    select
        p.record_offset,
        count(*) as misplaced_count
    from placed as p
    inner join article as a on p.record_offset = a.record_offset
    where
        p.field not in ('title', 'text')
        or p.start_offset < 0
        or p.end_offset <= p.start_offset
        or p.end_offset > case p.field when 'title' then a.title_length else a.text_length end
    group by p.record_offset
),

topic as (
    select
        t.record_offset,
        count(*) filter (where not coalesce(t.score between 0 and 1, false)) as misscored_count,
        count(*) filter (where k.code is null) as unknown_count
    from stage.topic_tag as t
    left join ref.topic as k on t.code = k.code
    where t.batch_id = %(batch_id)s
    group by t.record_offset
),

tag_key as (
    select record_offset, 'mention' as tag, position::text as key from stage.mention where batch_id = %(batch_id)s
    union all
    select record_offset, 'claim', position::text from stage.claim where batch_id = %(batch_id)s
    union all
    select record_offset, 'casualty', position::text from stage.casualty where batch_id = %(batch_id)s
    union all
    select record_offset, 'quote', position::text from stage.quote where batch_id = %(batch_id)s
    union all
    select record_offset, 'topic_tag', code from stage.topic_tag where batch_id = %(batch_id)s
    union all
    select record_offset, 'event', event from stage.event where batch_id = %(batch_id)s
),

repeated as (
    select
        record_offset,
        sum(key_count - 1) as repeated_count
    from (
        select
            record_offset,
            count(*) as key_count
        from tag_key
        group by record_offset, tag, key
    ) as counted
    group by record_offset
)

select
    s.batch_id::text as slice,
    s.record_offset::text as subject,
    coalesce(s.url, '') <> '' as is_addressed,
    coalesce(s.canonical_url ~ '^https?://[^/\s]+', false) as is_linkable,
    s.outlet_id is not null as is_outlet_known,
    a.text_length,
    a.title_length,
    s.title is not null as is_titled,
    s.content_sha is not null as is_hashed,
    -- the first web page is of 1990; a day of grace for clocks
    coalesce(s.fetched_at between '1990-01-01T00:00:00Z' and b.created_at + interval '1 day', false) as is_fetch_plausible,
    s.published_on is not null as is_dated,
    coalesce(s.published_on between '1990-01-01' and (s.fetched_at at time zone 'UTC')::date + 1, true) as is_publication_plausible,
    coalesce(s.modified_at between '1990-01-01T00:00:00Z' and s.fetched_at + interval '1 day', true) as is_modification_plausible,
    -- a code, and nothing that might be a text
    coalesce(substring(s.language from '^[a-z]{2,3}$'), 'und') as language,
    coalesce(s.word_count, 0) as word_count,
    coalesce(s.terrorism between 0 and 1 and s.armed_conflict between 0 and 1, false) as is_relevance_scaled,
    count(*) over (partition by s.canonical_url, s.fetched_at) as state_count,
    coalesce(m.misplaced_count, 0) as misplaced_mention_count,
    coalesce(c.cueless_count, 0) as cueless_claim_count,
    coalesce(c.other_hash_count, 0) as other_hash_count,
    coalesce(c.foreign_stance_count, 0) as foreign_stance_count,
    coalesce(x.misplaced_count, 0) as misplaced_span_count,
    coalesce(k.disordered_count, 0) as disordered_figure_count,
    coalesce(m.foreign_count, 0) + coalesce(k.foreign_count, 0) as foreign_kind_count,
    coalesce(t.misscored_count, 0) as misscored_topic_count,
    coalesce(r.repeated_count, 0) as repeated_tag_count,
    coalesce(c.eventless_count, 0) as eventless_claim_count,
    coalesce(m.unknown_count, 0) + coalesce(c.unknown_count, 0) as unknown_entity_count,
    coalesce(t.unknown_count, 0) as unknown_topic_count
from stage.article as s
inner join ops.batch as b on s.batch_id = b.batch_id
inner join article as a on s.record_offset = a.record_offset
left join mention as m on s.record_offset = m.record_offset
left join claim as c on s.record_offset = c.record_offset
left join casualty as k on s.record_offset = k.record_offset
left join span as x on s.record_offset = x.record_offset
left join topic as t on s.record_offset = t.record_offset
left join repeated as r on s.record_offset = r.record_offset
where s.batch_id = %(batch_id)s

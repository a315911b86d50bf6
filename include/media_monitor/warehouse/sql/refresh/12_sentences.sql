-- One row per sentence of a revision that is evidence, once, with the characters that are shown up to it. The current state of an
-- article fills the allowance first, in the order of precedence; then come the sentences that only older states had. One that stands
-- in several states counts once: so all states together, whoever asks for them, show no more than the allowance.
insert into mart.sentence (
    covers_on, article_id, revision_id, filed_on, field, start_offset, end_offset, precedence, used_characters
)
with span as (
    select
        t.revision_id,
        t.filed_on,
        c.evidence_field as field,
        c.evidence_start as start_offset,
        c.evidence_end as end_offset,
        1 as precedence
    from telling as t
    inner join corrected_claim as c on t.revision_id = c.revision_id and t.filed_on = c.filed_on
    union all
    select
        t.revision_id,
        t.filed_on,
        c.evidence_field,
        c.evidence_start,
        c.evidence_end,
        2
    from telling as t
    inner join corrected_figure as c on t.revision_id = c.revision_id and t.filed_on = c.filed_on
    union all
    select
        t.revision_id,
        t.filed_on,
        q.field,
        q.start_offset,
        q.end_offset,
        3
    from telling as t
    inner join core.quote as q on t.revision_id = q.revision_id and t.filed_on = q.filed_on and q.filed_on between %(first_filed)s and %(last_filed)s
),

ranked as (
    select
        revision_id,
        filed_on,
        field,
        start_offset,
        end_offset,
        min(precedence) as precedence
    from span
    group by revision_id, filed_on, field, start_offset, end_offset
),

worded as (
    select
        t.covers_on,
        t.article_id,
        t.seen_from,
        s.*,
        -- a text that retention has removed shows nothing: then the place stands for the words
        coalesce(
            md5(substr(case s.field when 'title' then r.title else r.text end, s.start_offset + 1, s.end_offset - s.start_offset)),
            concat_ws(':', s.revision_id, s.field, s.start_offset, s.end_offset)
        ) as words
    from ranked as s
    inner join telling as t on s.revision_id = t.revision_id
    inner join core.revision as r on s.revision_id = r.revision_id and s.filed_on = r.filed_on and r.filed_on between %(first_filed)s and %(last_filed)s
),

counted as (
    -- the same words twice in one state are two sentences, and in the next state they are the same two
    select
        *,
        row_number() over (partition by revision_id, words order by precedence, field desc, start_offset, end_offset) as occurrence
    from worded
),

ranged as (
    -- of the same sentence in several states the newest counts
    select
        *,
        case
            when row_number() over (partition by article_id, words, occurrence order by seen_from desc, revision_id desc) = 1
                then end_offset - start_offset
        end as counted_characters
    from counted
),

filled as (
    select
        *,
        sum(counted_characters) over (
            partition by article_id
            order by seen_from desc, revision_id desc, precedence, field desc, start_offset, end_offset
            rows between unbounded preceding and current row
        ) as used_characters
    from ranged
)

-- Window by window: a join of the states with themselves has no statistics to be planned by.
select
    covers_on,
    article_id,
    revision_id,
    filed_on,
    field,
    start_offset,
    end_offset,
    precedence,
    max(used_characters) filter (where counted_characters is not null) over (partition by article_id, words, occurrence)
from filled

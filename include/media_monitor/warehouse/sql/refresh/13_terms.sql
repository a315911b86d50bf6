-- One row per state, term and voice of the articles of these days that are about terrorism or armed conflict. A use is quoted where it
-- stands in a quotation, right behind a quotation mark, or in a sentence in which a named source attributes the act; else it is the
-- outlet's own.
insert into mart.term_use (
    covers_on, article_id, revision_id, outlet_id, language, term, voice, use_count, seen_from, seen_until
)
with field as (
    select
        t.covers_on,
        t.article_id,
        t.revision_id,
        t.filed_on,
        t.outlet_id,
        t.seen_from,
        t.seen_until,
        r.language,
        part.field,
        part.words
    from telling as t
    inner join core.revision as r on t.revision_id = r.revision_id and t.filed_on = r.filed_on and r.filed_on between %(first_filed)s and %(last_filed)s
    cross join lateral (values ('title', r.title), ('text', r.text)) as part (field, words)
    where greatest(r.terrorism, r.armed_conflict) >= r.relevance_threshold and part.words is not null
),

used as (
    select
        f.*,
        w.term,
        regexp_instr(f.words, w.pattern, 1, n.number, 0, 'i') - 1 as start_offset
    from field as f
    inner join mart.term as w on f.language = w.language
    cross join lateral generate_series(1, regexp_count(f.words, w.pattern, 1, 'i')) as n (number)
)

select
    u.covers_on,
    u.article_id,
    u.revision_id,
    u.outlet_id,
    u.language,
    u.term,
    case
        when
            substr(u.words, u.start_offset, 1) in ('"', '“', '”', '„', '«', '‘', '‹', '''')
            or exists (
                select from core.quote as q
                where
                    q.revision_id = u.revision_id and q.filed_on = u.filed_on
                    and q.filed_on between %(first_filed)s and %(last_filed)s and q.field = u.field
                    and u.start_offset >= q.start_offset and u.start_offset < q.end_offset
            )
            or exists (
                select from corrected_claim as c
                where
                    c.revision_id = u.revision_id and c.filed_on = u.filed_on and c.evidence_field = u.field
                    and u.start_offset >= c.evidence_start and u.start_offset < c.evidence_end
                    and (c.is_quoted or c.source_text is not null)
            )
            then 'quoted'
        else 'own'
    end as voice,
    count(*),
    u.seen_from,
    u.seen_until
from used as u
group by u.covers_on, u.article_id, u.revision_id, u.outlet_id, u.language, u.term, voice, u.seen_from, u.seen_until

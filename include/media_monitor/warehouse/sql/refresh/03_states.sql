-- One row per state of the articles of these days.
insert into mart.article_state (
    covers_on, article_id, revision_id, filed_on, outlet_id, state_number, previous_revision_id, title, language, agency, word_count,
    is_paywalled, terrorism, armed_conflict, relevance_threshold, published_at, published_on, told_at, seen_from, seen_until, known_from,
    annotator, held_from
)
with state as (
    select
        t.*,
        r.title,
        r.language,
        r.word_count,
        r.is_paywalled,
        r.terrorism,
        r.armed_conflict,
        r.relevance_threshold,
        r.published_on,
        r.annotator,
        count(r.published_at) over in_time as timed,
        count(r.published_on) over in_time as dated
    from telling as t
    inner join core.revision as r on t.revision_id = r.revision_id and t.filed_on = r.filed_on and r.filed_on between %(first_filed)s and %(last_filed)s
    window in_time as (partition by t.article_id order by t.seen_from, t.revision_id)
)

select
    covers_on,
    article_id,
    revision_id,
    filed_on,
    outlet_id,
    row_number() over in_time,
    lag(revision_id) over in_time,
    title,
    language,
    agency,
    word_count,
    is_paywalled,
    terrorism,
    armed_conflict,
    relevance_threshold,
    -- a state that gives no date leaves the article the date it had
    first_value(published_at) over (partition by article_id, timed order by seen_from, revision_id),
    first_value(published_on) over (partition by article_id, dated order by seen_from, revision_id),
    told_at,
    seen_from,
    seen_until,
    known_from,
    annotator,
    held_from
from state
window in_time as (partition by article_id order by seen_from, revision_id)

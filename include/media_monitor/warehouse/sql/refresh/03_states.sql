-- One row per state of the articles of these days and time for which this warehouse held it to be so.
insert into mart.article_state (
    covers_on, article_id, revision_id, filed_on, outlet_id, state_number, previous_revision_id, title, language, agency, word_count,
    is_paywalled, terrorism, armed_conflict, relevance_threshold, published_at, published_on, told_at, seen_from, seen_until, known_from,
    annotator, held_from, held_until
)
with state as (
    select
        b.*,
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
    from belief as b
    inner join core.revision as r on b.revision_id = r.revision_id and b.filed_on = r.filed_on and r.filed_on between %(first_filed)s and %(last_filed)s
    window in_time as (partition by b.article_id, b.held_from order by b.seen_from, b.revision_id)
),

carried as (
    -- a state that gives no date leaves the article the date it had
    select
        *,
        first_value(published_at) over (partition by article_id, held_from, timed order by seen_from, revision_id) as carried_at,
        first_value(published_on) over (partition by article_id, held_from, dated order by seen_from, revision_id) as carried_on
    from state
)

select
    covers_on,
    article_id,
    revision_id,
    filed_on,
    outlet_id,
    state_number,
    previous_revision_id,
    title,
    language,
    agency,
    word_count,
    is_paywalled,
    terrorism,
    armed_conflict,
    relevance_threshold,
    carried_at,
    carried_on,
    told_at,
    seen_from,
    seen_until,
    known_from,
    annotator,
    held_from,
    held_until
from carried
where is_new

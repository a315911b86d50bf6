-- One row per state of an article as this warehouse held it to be before it loaded what changed that.
insert into mart.former_state (
    covers_on, article_id, revision_id, filed_on, outlet_id, title, language, agency, word_count, is_paywalled,
    terrorism, armed_conflict, relevance_threshold, seen_from, known_from, annotator, state_number,
    previous_revision_id, seen_until, told_at, published_at, published_on, held_from, held_until
)
with state as (
    select
        b.*,
        r.published_at,
        r.published_on,
        count(r.published_at) over in_time as timed,
        count(r.published_on) over in_time as dated
    from belief as b
    inner join telling as t on b.revision_id = t.revision_id
    inner join core.revision as r
        on t.revision_id = r.revision_id and t.filed_on = r.filed_on and r.filed_on between %(first_filed)s and %(last_filed)s
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
    s.covers_on,
    s.article_id,
    s.revision_id,
    s.filed_on,
    s.outlet_id,
    s.title,
    s.language,
    s.agency,
    s.word_count,
    s.is_paywalled,
    s.terrorism,
    s.armed_conflict,
    s.relevance_threshold,
    s.seen_from,
    s.known_from,
    s.annotator,
    c.state_number,
    c.previous_revision_id,
    c.seen_until,
    c.told_at,
    c.carried_at,
    c.carried_on,
    c.held_from,
    c.held_until
from carried as c
inner join mart.article_state as s on c.revision_id = s.revision_id and c.covers_on = s.covers_on and s.covers_on = any(%(days)s)
where c.is_former

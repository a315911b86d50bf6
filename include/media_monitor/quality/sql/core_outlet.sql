-- One row per publication day under check and outlet that published on it, or that usually does: is what core holds of it sound, and is
-- it like the days before? 0 and 1 (no drift) where too few articles would make chance of it.
with day as (
    select day as covers_on
    from unnest(%(days)s) as day
),

article as materialized (
    select
        a.covers_on,
        a.outlet_id,
        a.article_id,
        a.published_on,
        a.first_seen_at,
        a.current_filed_on,
        r.revision_id,
        r.filed_on,
        r.seen_at,
        char_length(coalesce(r.title, '')) as title_length,
        char_length(r.text) as text_length,
        sha256(convert_to('url:' || regexp_replace(a.canonical_url, '^[^:]*://(www\.)?', ''), 'UTF8')) as key_sha
    from core.article as a
    left join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
    where a.covers_on in (select d.covers_on from day as d)
),

placed as (
    select
        a.covers_on,
        a.outlet_id,
        a.article_id,
        c.evidence_field as field,
        c.evidence_start as start_offset,
        c.evidence_end as end_offset
    from article as a
    inner join core.claim as c on a.revision_id = c.revision_id and a.filed_on = c.filed_on
    union all
    select
        a.covers_on,
        a.outlet_id,
        a.article_id,
        c.evidence_field,
        c.evidence_start,
        c.evidence_end
    from article as a
    inner join core.casualty as c on a.revision_id = c.revision_id and a.filed_on = c.filed_on
    union all
    select
        a.covers_on,
        a.outlet_id,
        a.article_id,
        q.field,
        q.start_offset,
        q.end_offset
    from article as a
    inner join core.quote as q on a.revision_id = q.revision_id and a.filed_on = q.filed_on
),

misplaced as (
    select
        a.covers_on,
        a.outlet_id,
        count(*) as span_count
    from placed as p
    inner join article as a on p.article_id = a.article_id
    where
        p.start_offset < 0
        or p.end_offset <= p.start_offset
        -- a text that retention has removed has no length, and nothing is cut out of it
        or p.end_offset > case p.field when 'title' then a.title_length else a.text_length end
    group by a.covers_on, a.outlet_id
),

sound as (
    select
        a.covers_on,
        a.outlet_id,
        count(*) as article_count,
        count(*) filter (where a.revision_id is null) as stateless_count,
        count(*) filter (
            where exists (
                select 1 from core.revision as n
                where
                    n.article_id = a.article_id
                    -- what was seen later was fetched on that day or later, so older partitions are not read
                    and n.filed_on >= (a.seen_at at time zone 'UTC')::date
                    and (n.seen_at, n.revision_id) > (a.seen_at, a.revision_id)
            )
        ) as outdated_count,
        count(*) filter (where k.article_id is distinct from a.article_id) as misnamed_count,
        count(*) filter (where a.seen_at < a.first_seen_at) as unseen_count,
        count(*) filter (where a.published_on not between '1990-01-01' and (a.seen_at at time zone 'UTC')::date + 1) as misdated_count
    from article as a
    left join core.article_key as k on a.key_sha = k.key_sha
    group by a.covers_on, a.outlet_id
),

claimed as (
    select
        a.covers_on,
        a.outlet_id,
        count(*) as claim_count
    from article as a
    inner join core.claim as c on a.revision_id = c.revision_id and a.filed_on = c.filed_on
    -- but those that a person called wrong
    where
        'wrong' is distinct from (
            select m.verdict
            from mart.correction_match as m
            where m.kind = 'claim' and m.revision_id = c.revision_id and m.position = c.position
            order by m.correction_id desc
            limit 1
        )
    group by a.covers_on, a.outlet_id
),

ledger as (
    select
        covers_on,
        outlet_id,
        -- those that a person added have the number of their correction, with a minus sign
        count(*) filter (where claim_id > 0) as claim_count
    from mart.ledger_claim
    where covers_on in (select d.covers_on from day as d) and seen_until = 'infinity'
    group by covers_on, outlet_id
),

-- how the outlet usually writes, and how it wrote on the day

past as (
    select
        d.covers_on,
        p.outlet_id,
        p.language,
        sum(p.article_count) as article_count,
        sum(p.article_count) filter (where extract(isodow from p.covers_on) = extract(isodow from d.covers_on)) as weekday_article_count,
        sum(p.relevant_count) as relevant_count,
        sum(p.claim_count) as claim_count,
        sum(p.word_log_sum) as word_log_sum
    from day as d
    inner join mart.text_profile as p on d.covers_on > p.covers_on and p.covers_on >= d.covers_on - %(past_days)s
    group by d.covers_on, p.outlet_id, p.language
),

first_day as (
    select
        outlet_id,
        min(covers_on) as covers_on
    from mart.text_profile
    where outlet_id in (select p.outlet_id from past as p)
    group by outlet_id
),

unheard as (
    -- a day on which no feed of the outlet was heard has no volume
    select
        outlet_id,
        covers_on
    from mart.gap_calendar
    where
        covers_on >= (select min(d.covers_on) from day as d) - %(past_days)s
        and covers_on <= (select max(d.covers_on) from day as d)
    group by outlet_id, covers_on
    having bool_and(state in ('no data', 'not polled'))
),

heard as (
    select
        d.covers_on,
        u.outlet_id,
        -- four of each weekday in 28 days
        %(past_days)s / 7 - count(*) filter (
            where u.covers_on < d.covers_on and extract(isodow from u.covers_on) = extract(isodow from d.covers_on)
        ) as weekday_count,
        bool_or(u.covers_on = d.covers_on) as is_unheard
    from day as d
    inner join unheard as u on d.covers_on >= u.covers_on and u.covers_on >= d.covers_on - %(past_days)s
    group by d.covers_on, u.outlet_id
),

usual as (
    select
        covers_on,
        outlet_id,
        sum(article_count) as article_count,
        sum(weekday_article_count) as weekday_article_count,
        sum(claim_count)::double precision / nullif(sum(relevant_count), 0) as claim_yield,
        sum(word_log_sum) / sum(article_count) as word_log
    from past
    group by covers_on, outlet_id
),

present as (
    select
        p.covers_on,
        p.outlet_id,
        sum(p.article_count) as article_count,
        sum(p.relevant_count) as relevant_count,
        sum(p.claim_count) as claim_count,
        sum(p.word_log_sum) / sum(p.article_count) as word_log,
        sum(p.article_count) filter (where coalesce(u.article_count, 0) < %(rare)s * o.article_count) as odd_language_count
    from mart.text_profile as p
    left join usual as o on p.covers_on = o.covers_on and p.outlet_id = o.outlet_id
    left join past as u on p.covers_on = u.covers_on and p.outlet_id = u.outlet_id and p.language = u.language
    where p.covers_on in (select d.covers_on from day as d)
    group by p.covers_on, p.outlet_id
),

subject as (
    select
        covers_on,
        outlet_id
    from sound
    union
    select
        covers_on,
        outlet_id
    from usual
)

select
    s.covers_on::text as slice,
    s.outlet_id as subject,
    coalesce(f.stateless_count, 0) as stateless_article_count,
    coalesce(f.outdated_count, 0) as outdated_article_count,
    coalesce(f.misnamed_count, 0) as misnamed_article_count,
    coalesce(f.unseen_count, 0) as unseen_article_count,
    coalesce(f.misdated_count, 0) as misdated_article_count,
    coalesce(m.span_count, 0) as misplaced_span_count,
    abs(coalesce(c.claim_count, 0) - coalesce(l.claim_count, 0)) as missing_claim_count,
    abs(coalesce(f.article_count, 0) - coalesce(p.article_count, 0)) as missing_article_count,
    case
        when p.article_count >= %(fewest)s and u.article_count >= %(fewest)s
            then coalesce(p.odd_language_count, 0)::double precision / p.article_count
        else 0
    end as odd_language_share,
    case
        when p.article_count >= %(fewest)s and u.article_count >= %(fewest)s then exp(p.word_log - u.word_log)
        else 1
    end as length_ratio,
    case
        when p.relevant_count * u.claim_yield >= %(fewest)s then p.claim_count / (p.relevant_count * u.claim_yield)
        else 1
    end as claim_ratio,
    case
        -- a day that is not over has no volume yet, nor has an outlet that was not there for the whole window
        when s.covers_on >= %(today)s or b.covers_on > s.covers_on - %(past_days)s or h.is_unheard then 1
        when u.weekday_article_count >= %(fewest)s * coalesce(h.weekday_count, %(past_days)s / 7)
            then coalesce(p.article_count, 0) * coalesce(h.weekday_count, %(past_days)s / 7) / u.weekday_article_count
        else 1
    end as volume_ratio
from subject as s
left join sound as f on s.covers_on = f.covers_on and s.outlet_id = f.outlet_id
left join misplaced as m on s.covers_on = m.covers_on and s.outlet_id = m.outlet_id
left join claimed as c on s.covers_on = c.covers_on and s.outlet_id = c.outlet_id
left join ledger as l on s.covers_on = l.covers_on and s.outlet_id = l.outlet_id
left join usual as u on s.covers_on = u.covers_on and s.outlet_id = u.outlet_id
left join present as p on s.covers_on = p.covers_on and s.outlet_id = p.outlet_id
left join first_day as b on s.outlet_id = b.outlet_id
left join heard as h on s.covers_on = h.covers_on and s.outlet_id = h.outlet_id

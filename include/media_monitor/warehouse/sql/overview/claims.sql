-- One row per story, source, stance and actor: the first article that shows it, in the order of time.
with attributed as (
    select
        l.*,
        count(*) filter (where l.is_copy) over stand as copies,
        row_number() over (stand order by l.is_copy, l.stated_at, l.article_id, l.position) as place
    from report.attribution_ledger as l
    window stand as (partition by l.story_id, l.source_name, l.stance, l.is_negated, l.actor_name)
),

sized as (
    select
        a.*,
        coalesce(s.article_count, 1) as story_size
    from attributed as a
    left join core.story as s on a.story_id = s.story_id
    where a.place = 1
)

select
    s.stated_at as since,
    case when s.source_text is not null then s.source_name end as source,
    s.stance,
    s.actor_name as actor,
    s.story_id as story,
    o.name as outlet,
    s.stated_at as published_at,
    s.url,
    s.evidence_text as evidence,
    s.is_hedged,
    s.is_negated,
    s.copies::int as copies
from sized as s
inner join ref.outlet as o on s.outlet_id = o.outlet_id
order by s.story_size desc, s.story_id asc, s.stated_at asc, s.claim_id asc
limit 60

-- One row per story, actor and statement that speaks for its having done it: the first that later spoke against.
--
-- Which claims were contradicted later, by whom, and how soon?
--
-- Against: a denial, no evidence, a clearing, or a refusal to confirm, about the same actor in the same story. The source of both may be
-- the same: then it took its word back.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
-- :story  text  none             only this story (its id)
with said as (
    select
        h.story_id,
        h.actor_entity_id,
        h.actor_name,
        min(h.source_name) as source_name,
        h.stance,
        h.is_negated,
        case when h.is_negated then -s.weight else s.weight end as weight,
        min(h.stated_at) as since,
        count(distinct h.origin) as origins
    from report.attribution_history as h
    inner join report.stance as s on h.stance = s.stance
    where
        h.covers_on between %(since)s and %(until)s
        and h.story_id is not null
        and h.actor_entity_id is not null
        and (%(story)s::text is null or h.story_id = %(story)s)
    group by h.story_id, h.actor_entity_id, h.actor_name, lower(h.source_name), h.stance, h.is_negated, s.weight
)

select
    t.title as story,
    f.actor_name as actor,
    f.source_name as said_by,
    f.stance,
    f.since as said_at,
    f.origins,
    a.source_name as contradicted_by,
    case when a.is_negated then 'not ' else '' end || a.stance as with_stance,
    a.since as contradicted_at,
    (extract(epoch from a.since - f.since) / 3600)::numeric(10, 1) as hours_later
from said as f
inner join report.story as t on f.story_id = t.story_id
cross join lateral (
    select *
    from said as later
    where
        later.story_id = f.story_id
        and later.actor_entity_id = f.actor_entity_id
        and later.weight < 0
        and later.since > f.since
    order by later.since, later.source_name, later.stance
    limit 1
) as a
where f.weight > 0
order by t.title, f.since, f.actor_name, f.source_name, f.stance

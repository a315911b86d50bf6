-- One row per story and actor of whom something is denied that nobody had said.
--
-- Which denials came without an accusation?
--
-- A denial of responsibility in a story in which, up to then, no claim, confirmation, accusation, suspicion or word of an outlet had
-- named that actor. What was dropped again counts as said.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
-- :story  text  none             only this story (its id)
with said as (
    select
        h.story_id,
        h.source_name,
        coalesce(h.actor_entity_id, h.actor_name) as actor,
        h.actor_name,
        h.outlet,
        h.url,
        h.claim_id,
        h.stated_at,
        h.is_negated,
        s.weight,
        h.stance
    from report.attribution_history as h
    inner join report.stance as s on h.stance = s.stance
    where
        h.covers_on between %(since)s and %(until)s
        and h.story_id is not null
        and (%(story)s::text is null or h.story_id = %(story)s)
)

select
    t.title as story,
    d.actor_name as actor,
    min(d.stated_at) as denied_since,
    (array_agg(d.source_name order by d.stated_at, d.claim_id))[1] as denied_by,
    (array_agg(d.outlet order by d.stated_at, d.claim_id))[1] as outlet,
    (array_agg(d.url order by d.stated_at, d.claim_id))[1] as url
from said as d
inner join report.story as t on d.story_id = t.story_id
where
    d.stance = 'denied'
    and not d.is_negated
    and d.actor is not null
    and not exists (
        select from said as a
        where
            a.story_id = d.story_id
            and a.actor = d.actor
            and a.weight > 0
            and not a.is_negated
            and a.stated_at <= d.stated_at
    )
group by t.title, d.actor_name
order by t.title, denied_since, d.actor_name

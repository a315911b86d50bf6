-- One row per story and actor that is named as the one who did it: the outlet that named it first.
--
-- Who named the group first, and how long after the attack?
--
-- Naming is any claim that speaks for the actor having done it: its own claim, a confirmation, an accusation, a suspicion, or the
-- outlet's own word. Hours count from the story's first article, days from the day of the act that most articles tell. Only stories that
-- began in the window, and actors that the knowledge base knows.
--
-- :since  date  latest - 6 days  first day of the window
-- :until  date  latest           last day of the window
-- :story  text  none             only this story (its id)
-- :actor  text  none             only this actor (its id or name)
with first_naming as (
    select distinct on (l.story_id, l.actor_entity_id)
        l.story_id,
        l.actor_name,
        l.outlet,
        l.stated_at,
        l.stance,
        l.source_name,
        l.url
    from report.attribution_ledger as l
    inner join report.stance as s on l.stance = s.stance and s.weight > 0
    where
        l.covers_on between %(since)s and %(until)s
        and not l.is_negated
        and l.actor_entity_id is not null
        and (%(story)s::text is null or l.story_id = %(story)s)
        and (%(actor)s::text is null or %(actor)s in (l.actor_entity_id, l.actor_name))
    order by l.story_id, l.actor_entity_id, l.stated_at, l.claim_id
),

span as materialized (
    select
        min(first_filed_on) as first_on,
        max(last_filed_on) as last_on
    from report.filing
    where covers_on between %(since)s and %(until)s
),

act as (
    select
        story_id,
        mode() within group (order by event_on)::date as event_on
    from report.event
    where
        covers_on between %(since)s and %(until)s
        and filed_on between (select first_on from span) and (select last_on from span)
        and event_on ~ '^\d{4}-\d\d-\d\d$'
        and (%(story)s::text is null or story_id = %(story)s)
    group by story_id
)

select
    t.title as story,
    n.actor_name as actor,
    n.outlet,
    n.stated_at as named_at,
    n.stance,
    n.source_name as source,
    (extract(epoch from n.stated_at - t.first_seen_at) / 3600)::numeric(10, 1) as hours_after_first_report,
    (n.stated_at at time zone 'UTC')::date - a.event_on as days_after_act,
    n.url
from first_naming as n
inner join report.story as t on n.story_id = t.story_id
left join act as a on n.story_id = a.story_id
where t.first_seen_at >= %(since)s::timestamp at time zone 'UTC'
order by t.title, n.stated_at, n.actor_name

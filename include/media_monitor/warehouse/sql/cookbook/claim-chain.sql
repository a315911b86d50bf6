-- One row per story, claim (source, stance, actor), medium and origin: the outlets that carry it.
--
-- How did a claim reach us: who said it, through which medium, by which agency, in which outlets?
--
-- The origin is whoever wrote the text: the agency or paper quoted or credited, the outlet of whose text this is a copy, else the outlet
-- itself. The medium is what the text names: a statement, a video, Telegram, a letter, a call.
--
-- :since   date  latest - 6 days  first publication day
-- :until   date  latest           last publication day
-- :story   text  none             only this story (its id)
-- :actor   text  none             only claims about this actor (its id or name)
-- :stance  text  claimed          only this stance; none for all
select
    s.title as story,
    l.source_name as source,
    case when l.is_negated then 'not ' else '' end || l.stance as stance,
    l.actor_name as actor,
    regexp_replace(lower(l.medium_text), '^(a|an|the|its|his|her|their) ', '') as medium,
    l.origin,
    array_agg(distinct l.outlet order by l.outlet) as outlets,
    min(l.stated_at) as since,
    (array_agg(l.url order by l.stated_at, l.claim_id))[1] as first_url
from report.attribution_ledger as l
inner join report.story as s on l.story_id = s.story_id
where
    l.covers_on between %(since)s and %(until)s
    and (%(story)s::text is null or l.story_id = %(story)s)
    and (%(actor)s::text is null or %(actor)s in (l.actor_entity_id, l.actor_name))
    and (%(stance)s::text is null or l.stance = %(stance)s)
group by s.title, l.source_name, l.is_negated, l.stance, l.actor_name, medium, l.origin
order by s.title, min(l.stated_at), l.source_name, l.actor_name, l.origin, medium nulls first

-- One row per story and event with a place: type, day and place as articles tell it.
--
-- What happened where, and where is that on the map?
--
-- Events of a story are the same where place and day are. The type is the one that most articles give, "attack" only where none is
-- closer. Coordinates are the knowledge base's, for the place and not the street.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
-- :story  text  none             only this story (its id)
with span as materialized (
    select
        min(first_filed_on) as first_on,
        max(last_filed_on) as last_on
    from report.filing
    where covers_on between %(since)s and %(until)s
)

select
    t.title as story,
    coalesce(mode() within group (order by e.event_type) filter (where e.event_type <> 'attack'), 'attack') as event_type,
    e.event_on,
    p.name as place,
    p.lat,
    p.lon,
    count(distinct e.article_id) as articles,
    count(distinct e.outlet_id) as outlets
from report.event as e
inner join report.story as t on e.story_id = t.story_id
inner join report.entity as p on e.event_place_id = p.entity_id
where
    e.covers_on between %(since)s and %(until)s
    and e.filed_on between (select first_on from span) and (select last_on from span)
    and (%(story)s::text is null or e.story_id = %(story)s)
group by t.title, e.event_on, p.name, p.lat, p.lon
order by articles desc, t.title, e.event_on nulls last, p.name

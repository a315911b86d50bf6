-- One row per story, actor and stance.
--
-- How many independent origins stand behind an attribution, and how many articles only repeat them?
--
-- Forty outlets with one agency's sentence are one origin. Whoever is credited, quoted or copied is the origin, else the outlet.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
-- :story  text  none             only this story (its id)
select
    s.title as story,
    l.actor_name as actor,
    l.stance,
    count(distinct l.article_id) as articles,
    count(distinct l.outlet_id) as outlets,
    count(distinct l.origin) as origins,
    array_agg(distinct l.origin order by l.origin) as origin_names
from report.attribution_ledger as l
inner join report.story as s on l.story_id = s.story_id
where
    l.covers_on between %(since)s and %(until)s
    and (%(story)s::text is null or l.story_id = %(story)s)
    and not l.is_negated
    and l.actor_entity_id is not null
group by s.title, l.actor_name, l.stance
order by s.title, articles desc, l.actor_name, l.stance

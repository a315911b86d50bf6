-- One row per violent event, told by however many articles.
--
-- What happened, each event once: where, when, who is said to have done it, and how many were harmed?
--
-- Events belong to stories, so that a hundred articles on one attack are one row, and two attacks in one city on one day are two. What
-- a story only looks back to is left out. The actor is the one for whom most speaks, a confirmation before an accusation.
--
-- :since  date  latest - 6 days  first day on which it was told
-- :until  date  latest           last such day
-- :story  text  none             only this story (its id)
select
    e.event_on,
    e.event_type,
    e.place,
    e.country,
    e.actors[1] as actor,
    e.stances[1] as stance,
    cardinality(e.actors) as actors,
    e.killed_lowest,
    e.killed_highest,
    e.article_count as articles,
    e.origin_count as origins,
    t.title as story
from report.event_record as e
inner join report.story as t on e.story_id = t.story_id
where
    not e.is_background
    and (e.first_told_at at time zone 'UTC')::date between %(since)s and %(until)s
    and (%(story)s::text is null or e.story_id = %(story)s)
order by e.event_on desc nulls last, e.origin_count desc, e.place, e.event_id

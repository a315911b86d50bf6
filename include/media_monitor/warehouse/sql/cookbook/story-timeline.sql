-- One row per source, stance and actor of a story, in the order of time.
--
-- Who said what about who did it, and since when?
--
-- Without a story the one that most articles of the window belong to is told.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
-- :story  text  none             the story (its id); none for the largest
with chosen as (
    select story_id
    from report.story_article
    where covers_on between %(since)s and %(until)s and (%(story)s::text is null or story_id = %(story)s)
    group by story_id
    order by count(*) desc, story_id
    limit 1
)

select
    t.title as story,
    min(l.stated_at) as since,
    l.source_name as source,
    bool_or(l.is_authority) as is_authority,
    concat_ws(' ', case when l.is_negated then 'not' end, replace(l.stance, '_', ' ')) as stance,
    l.actor_name as actor,
    count(distinct l.origin) as origins,
    count(distinct l.outlet_id) as outlets
from chosen as c
inner join report.attribution_ledger as l on c.story_id = l.story_id
inner join report.story as t on c.story_id = t.story_id
where l.covers_on between %(since)s and %(until)s
group by t.title, l.source_name, l.stance, l.is_negated, l.actor_name
order by min(l.stated_at), l.source_name, l.stance, l.is_negated, l.actor_name

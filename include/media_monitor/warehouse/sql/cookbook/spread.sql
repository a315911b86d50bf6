-- One row per story and outlet: its first article, and how long after the first of all.
--
-- How did a story spread from outlet to outlet?
--
-- By the outlets' own times of publication, else the time of our first sight. Stories of a single outlet are left out.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
-- :story  text  none             only this story (its id)
with first_article as (
    select distinct on (sa.story_id, sa.outlet_id)
        sa.story_id,
        r.outlet,
        r.told_at,
        sa.title,
        sa.url
    from report.story_article as sa
    inner join report.revision as r on sa.article_id = r.article_id and sa.covers_on = r.covers_on and r.state_number = 1
    where
        sa.covers_on between %(since)s and %(until)s
        and r.covers_on between %(since)s and %(until)s
        and (%(story)s::text is null or sa.story_id = %(story)s)
    order by sa.story_id, sa.outlet_id, r.told_at, sa.article_id
),

timed as (
    select
        *,
        min(told_at) over (partition by story_id) as began_at,
        count(*) over (partition by story_id) as outlet_count
    from first_article
)

select
    s.title as story,
    t.outlet,
    t.told_at,
    (extract(epoch from t.told_at - t.began_at) / 60)::numeric(10, 0) as minutes_after_first,
    t.title as headline,
    t.url
from timed as t
inner join report.story as s on t.story_id = s.story_id
where t.outlet_count > 1
order by s.title, t.told_at, t.outlet

-- One row per change of an article's headline.
--
-- Which headlines were changed, when, and how?
--
-- By the states that this system has seen: a headline that lived between two visits was never seen.
--
-- :since   date  latest - 6 days  first publication day
-- :until   date  latest           last publication day
-- :outlet  text  none             only this outlet (its id or name)
with state as (
    select
        *,
        lag(title) over (partition by article_id order by state_number) as previous_title
    from report.revision
    where covers_on between %(since)s and %(until)s and (%(outlet)s::text is null or %(outlet)s in (outlet_id, outlet))
)

select
    seen_from as changed_at,
    outlet,
    previous_title as before,
    title as after,
    url
from state
where state_number > 1 and title <> previous_title
order by seen_from, outlet, url

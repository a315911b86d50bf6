-- One row per state of an article, fact and subject that differs from the state before it.
--
-- Which facts did outlets change after publication: who is blamed, how many died, which word?
--
-- The same address, read again: a claim that appeared or vanished, a figure that rose, "terrorist" taken out. Changes of style that touch
-- no fact are not here; `headlines-changed` has those of headlines.
--
-- :since   date  latest - 6 days  first publication day
-- :until   date  latest           last publication day
-- :outlet  text  none             only this outlet (its id or name)
-- :fact    text  none             only claim, figure or term
select
    changed_at,
    outlet,
    fact,
    subject,
    change,
    said_before,
    said_after,
    url
from report.revision_change_between(%(since)s, %(until)s)
where
    (%(outlet)s::text is null or %(outlet)s in (outlet_id, outlet))
    and (%(fact)s::text is null or fact = %(fact)s)
order by changed_at, outlet, url, fact, subject

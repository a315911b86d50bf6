-- One row per figure that an article printed, in the order of time; copies are left out.
--
-- How did the toll rise, and on whose word?
--
-- Figures that an article has changed since are shown, too: `until` says how long it printed them.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
-- :story  text  none             only this story (its id)
-- :kind   text  killed           killed, injured, missing, detained or abducted
select
    s.title as story,
    h.stated_at,
    nullif(h.seen_until, 'infinity') as until,
    nullif(h.qualifier, 'exact') as qualifier,
    coalesce(h.minimum, h.maximum)::bigint as figure,
    h.source_text as source,
    h.outlet,
    h.url
from report.casualty_history as h
inner join report.story as s on h.story_id = s.story_id
where
    h.covers_on between %(since)s and %(until)s
    and h.kind = %(kind)s
    and not h.is_copy
    and not h.is_part_of
    and not h.is_aggregate
    and (%(story)s::text is null or h.story_id = %(story)s)
order by s.title, h.stated_at, h.article_id, h.seen_from, h.position

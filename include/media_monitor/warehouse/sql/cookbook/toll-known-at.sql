-- One row per story and kind of harm: the figures that were known at a moment.
--
-- What was the toll as known at 18:00Z?
--
-- Only what had been fetched by then counts, in the state in which it then stood. GTD's rule takes the most recent credible figure,
-- ACLED's the most conservative one of the newest day (both paraphrased from their codebooks).
--
-- Example: --at 2026-03-10T18:00Z
--
-- :at     timestamp  latest 18:00  the moment
-- :days   integer    7             in articles of so many days before it
-- :story  text       none          only this story (its id)
select
    t.title as story,
    b.kind,
    b.lowest::bigint as lowest,
    b.highest::bigint as highest,
    b.latest::bigint as latest,
    b.gtd_rule::bigint as gtd_rule,
    b.acled_rule::bigint as acled_rule,
    b.figure_count as figures,
    b.origin_count as origins,
    b.latest_at
from report.casualty_band_between(
    (%(at)s::timestamptz at time zone 'UTC')::date - %(days)s, (%(at)s::timestamptz at time zone 'UTC')::date, %(at)s::timestamptz
) as b
inner join report.story as t on b.story_id = t.story_id
where %(story)s::text is null or b.story_id = %(story)s
order by t.title, b.kind desc

-- One row per story and kind of harm: the band of figures, and what two rules make of it.
--
-- What is the toll by GTD's rule and by ACLED's, side by side?
--
-- GTD takes the most recent credible figure and sets aside the perpetrators' own; ACLED takes the most conservative one at hand (both
-- paraphrased from their codebooks). Where the two differ, the sources do.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
-- :story  text  none             only this story (its id)
select
    t.title as story,
    b.kind,
    b.gtd_rule::bigint as gtd_rule,
    b.acled_rule::bigint as acled_rule,
    b.lowest::bigint as lowest,
    b.highest::bigint as highest,
    b.latest::bigint as latest,
    b.latest_at,
    b.figure_count as figures,
    b.origin_count as origins
from report.casualty_band_between(%(since)s, %(until)s) as b
inner join report.story as t on b.story_id = t.story_id
where %(story)s::text is null or b.story_id = %(story)s
order by t.title, b.kind desc

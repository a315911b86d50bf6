-- One row per story and kind of harm.
select
    story_id as story,
    kind,
    lowest as minimum,
    highest as maximum,
    gtd_rule as gtd,
    acled_rule as acled
from mart.casualty_band
order by story_id, kind desc

-- One row per medium and actor that claims.
--
-- How do groups claim: by statement, video, Telegram, letter or call?
--
-- What the text names as the medium, in its own words; none where it names none. GTD calls this the mode of the claim.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
with claim as (
    select
        *,
        regexp_replace(lower(medium_text), '^(a|an|the|its|his|her|their) ', '') as medium
    from report.attribution_ledger
    where
        covers_on between %(since)s and %(until)s
        and stance = 'claimed'
        and not is_negated
        and actor_entity_id is not null
)

select
    medium,
    actor_name as actor,
    count(distinct story_id) as stories,
    count(distinct article_id) as articles,
    count(distinct origin) as origins,
    min(stated_at) as first_stated_at
from claim
group by medium, actor_name
order by articles desc, medium nulls last, actor_name

-- One row per outlet and actor that it still suspects or accuses, in a story where somebody was confirmed.
--
-- Which outlets are still at "suspected" after the confirmation?
--
-- What an outlet shows now is held against the first confirmation in the story: outlets that suspect or accuse somebody, do not state it
-- as a fact elsewhere, and do not tell of whom was confirmed. An outlet that has written since had its chance; one that has not may only
-- be slow.
--
-- :since   date  latest - 6 days  first publication day
-- :until   date  latest           last publication day
-- :story   text  none             only this story (its id)
-- :stance  text  suspected        the stance of the outlet: suspected, accused, or none for both
with stand as (
    select
        story_id,
        outlet_id,
        outlet,
        stance,
        actor_name,
        stated_at,
        min(stated_at) filter (where stance = 'confirmed') over (partition by story_id) as confirmed_since,
        first_value(actor_name) over (
            partition by story_id
            order by stance = 'confirmed' desc, stated_at, claim_id
        ) as confirmed_actor,
        bool_or(stance in ('confirmed', 'reported')) over (partition by story_id, outlet_id, actor_name) as is_affirmed
    from report.attribution_ledger
    where
        covers_on between %(since)s and %(until)s
        and not is_negated
        and actor_name is not null
        and story_id is not null
        and (%(story)s::text is null or story_id = %(story)s)
),

heard as (
    select
        *,
        bool_or(is_affirmed and actor_name = confirmed_actor) over (partition by story_id, outlet_id) as tells_of_it
    from stand
    where confirmed_since is not null
),

behind as (
    select
        story_id,
        outlet_id,
        outlet,
        stance,
        actor_name,
        confirmed_actor,
        confirmed_since,
        max(stated_at) as last_stated_at
    from heard
    where
        stance in ('suspected', 'accused')
        and (%(stance)s::text is null or stance = %(stance)s)
        and not is_affirmed
        and not tells_of_it
    group by story_id, outlet_id, outlet, stance, actor_name, confirmed_actor, confirmed_since
)

select
    t.title as story,
    b.outlet,
    b.stance,
    b.actor_name as actor,
    b.last_stated_at,
    b.confirmed_actor,
    b.confirmed_since,
    (
        select count(*) > 0
        from report.story_article as sa
        inner join report.revision as r on sa.article_id = r.article_id and sa.covers_on = r.covers_on
        where
            sa.story_id = b.story_id
            and sa.outlet_id = b.outlet_id
            and r.covers_on between %(since)s and %(until)s
            and r.state_number = 1
            and r.told_at > b.confirmed_since
    ) as has_written_since
from behind as b
inner join report.story as t on b.story_id = t.story_id
order by t.title, b.confirmed_since, b.outlet, b.actor_name, b.stance

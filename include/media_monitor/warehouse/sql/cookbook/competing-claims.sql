-- One row per contested story and actor.
--
-- Where do several claim one act, or one claims while others are blamed or deny?
--
-- Counts are of independent origins: forty outlets with one agency's sentence are one.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
-- :story  text  none             only this story (its id)
with stand as (
    select
        story_id,
        actor_name,
        min(stated_at) filter (where stance = 'claimed') as claimed_since,
        count(distinct origin) filter (where stance = 'claimed') as claimed_origins,
        min(stated_at) filter (where stance = 'confirmed') as confirmed_since,
        min(stated_at) filter (where stance in ('accused', 'suspected', 'reported')) as blamed_since,
        min(stated_at) filter (where stance = 'denied') as denied_since,
        coalesce(bool_or(source_name = actor_name) filter (where stance = 'denied'), false) as is_denied_by_itself,
        min(stated_at) filter (where stance in ('no_evidence', 'cleared')) as exonerated_since
    from report.attribution_ledger
    where
        covers_on between %(since)s and %(until)s
        and not is_negated
        and actor_entity_id is not null
        and story_id is not null
        and (%(story)s::text is null or story_id = %(story)s)
    group by story_id, actor_name
),

weighed as (
    select
        *,
        count(claimed_since) over (partition by story_id) as claimants,
        count(*) filter (where claimed_since is null and coalesce(blamed_since, confirmed_since) is not null)
            over (partition by story_id) as others_blamed,
        count(denied_since) over (partition by story_id) as deniers
    from stand
)

select
    t.title as story,
    case
        when w.claimants > 1 then 'several claim'
        when w.others_blamed > 0 then 'one claims, others are blamed'
        else 'claimed and denied'
    end as contest,
    w.actor_name as actor,
    w.claimed_since,
    w.claimed_origins,
    w.confirmed_since,
    w.blamed_since,
    w.denied_since,
    w.is_denied_by_itself,
    w.exonerated_since
from weighed as w
inner join report.story as t on w.story_id = t.story_id
where w.claimants > 1 or w.claimants = 1 and (w.others_blamed > 0 or w.deniers > 0)
order by t.title, w.claimed_since nulls last, w.blamed_since nulls last, w.actor_name

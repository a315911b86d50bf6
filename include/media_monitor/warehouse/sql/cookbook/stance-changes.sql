-- One row per change of a source's stance on an actor within a story.
--
-- Who changed its stance, from what to what, and after how long?
--
-- Hardened: the new stance speaks more for the actor having done it. Softened: less. Reversed: from one side to the other. What an
-- article said and has dropped since was said all the same.
--
-- :since   date  latest - 6 days  first publication day
-- :until   date  latest           last publication day
-- :story   text  none             only this story (its id)
-- :change  text  none             only hardened, softened, reversed or reworded
with stand as (
    select
        h.story_id,
        h.source_name,
        h.actor_name,
        concat_ws(' ', case when h.is_negated then 'not' end, h.stance) as stance,
        case when h.is_negated then 0 else s.weight end as weight,
        min(h.stated_at) as since
    from report.attribution_history as h
    inner join report.stance as s on h.stance = s.stance
    where
        h.covers_on between %(since)s and %(until)s
        and h.story_id is not null
        and h.actor_name is not null
        and (%(story)s::text is null or h.story_id = %(story)s)
    group by h.story_id, h.source_name, h.actor_name, h.stance, h.is_negated, s.weight
),

compared as (
    select
        *,
        lag(stance) over by_time as from_stance,
        lag(since) over by_time as held_since,
        lag(weight) over by_time as from_weight
    from stand
    window by_time as (partition by story_id, source_name, actor_name order by since, weight, stance)
),

changed as (
    select
        *,
        case
            when sign(weight) * sign(from_weight) < 0 then 'reversed'
            when weight > from_weight then 'hardened'
            when weight < from_weight then 'softened'
            else 'reworded'
        end as change
    from compared
    where since > held_since
)

select
    t.title as story,
    c.source_name as source,
    c.actor_name as actor,
    c.from_stance,
    c.held_since,
    c.stance as to_stance,
    c.since as changed_at,
    (extract(epoch from c.since - c.held_since) / 3600)::numeric(10, 1) as held_hours,
    c.change
from changed as c
inner join report.story as t on c.story_id = t.story_id
where %(change)s::text is null or c.change = %(change)s
order by t.title, c.since, c.source_name, c.actor_name

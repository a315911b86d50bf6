-- No row: the events of these stories, and of those that have an article of these days, as their articles tell them now.
create temporary table if not exists due_story (story_id text primary key) on commit drop;
truncate due_story;
insert into due_story (story_id)
select unnest(%(stories)s::text[])
union
select sa.story_id
from core.story_article as sa
inner join core.article as a on sa.article_id = a.article_id
where a.covers_on = any(%(days)s::date[]);

delete from mart.event_record
where story_id in (select d.story_id from due_story as d);

insert into mart.event_record (
    event_id, story_id, event_type, event_on, is_background, place_id, place, country, iso, lat, lon, actors, stances,
    killed_lowest, killed_highest, injured_lowest, injured_highest, article_count, outlet_count, origin_count, first_told_at,
    last_told_at
)
with told as materialized (
    select
        story_id,
        event_id,
        article_id,
        covers_on,
        revision_id,
        outlet_id,
        told_at,
        origin,
        event,
        event_type,
        event_place_id,
        event_on
    from mart.event_telling
    where story_id = any(array(select d.story_id from due_story as d))
),

event as (
    select
        story_id,
        event_id,
        event_on,
        -- the closest that is told: a place before the country
        coalesce(
            mode() within group (order by event_place_id) filter (where event_place_id not like 'state:%%'),
            mode() within group (order by event_place_id)
        ) as event_place_id,
        coalesce(mode() within group (order by event_type) filter (where event_type <> 'attack'), 'attack') as event_type,
        count(distinct article_id)::int as article_count,
        count(distinct outlet_id)::int as outlet_count,
        count(distinct origin)::int as origin_count,
        min(told_at) as first_told_at,
        max(told_at) as last_told_at
    from told
    group by story_id, event_id, event_on
),

party as (
    select
        t.event_id,
        l.actor_name,
        max(s.weight) as weight,
        (array_agg(l.stance order by s.weight desc, l.stated_at, l.claim_id))[1] as stance,
        count(distinct l.origin) as origin_count
    from told as t
    inner join mart.attribution_ledger as l
        on t.covers_on = l.covers_on and t.revision_id = l.revision_id and t.event = l.event
    inner join mart.stance as s on l.stance = s.stance and s.weight > 0
    where
        l.actor_name is not null and not l.is_negated
        -- says the same of all of them at once: other months are not read
        and l.covers_on between (select min(covers_on) from told) and (select max(covers_on) from told)
    group by t.event_id, l.actor_name
),

parties as (
    select
        event_id,
        array_agg(actor_name order by weight desc, origin_count desc, actor_name) as actors,
        array_agg(stance order by weight desc, origin_count desc, actor_name) as stances
    from party
    group by event_id
),

toll as (
    select
        t.event_id,
        min(coalesce(l.minimum, l.maximum)) filter (where l.kind = 'killed') as killed_lowest,
        max(coalesce(l.minimum, l.maximum)) filter (where l.kind = 'killed') as killed_highest,
        min(coalesce(l.minimum, l.maximum)) filter (where l.kind = 'injured') as injured_lowest,
        max(coalesce(l.minimum, l.maximum)) filter (where l.kind = 'injured') as injured_highest
    from told as t
    inner join mart.casualty_ledger as l
        on t.covers_on = l.covers_on and t.revision_id = l.revision_id and t.event = l.event
    where
        not l.is_part_of and not l.is_aggregate
        and l.covers_on between (select min(covers_on) from told) and (select max(covers_on) from told)
    group by t.event_id
)

select
    e.event_id,
    e.story_id,
    e.event_type,
    e.event_on,
    coalesce(e.event_on::date < (s.first_seen_at at time zone 'UTC')::date - 3, false),
    e.event_place_id,
    p.name,
    coalesce(c.name, case when p.entity_id like 'state:%%' then p.name end),
    coalesce(p.iso, c.iso),
    p.lat,
    p.lon,
    coalesce(w.actors, '{}'),
    coalesce(w.stances, '{}'),
    t.killed_lowest,
    t.killed_highest,
    t.injured_lowest,
    t.injured_highest,
    e.article_count,
    e.outlet_count,
    e.origin_count,
    e.first_told_at,
    e.last_told_at
from event as e
inner join core.story as s on e.story_id = s.story_id
left join ref.entity as p on e.event_place_id = p.entity_id
left join ref.entity as r on p.parent_id = r.entity_id
left join ref.entity as c
    on
        c.entity_id = case when r.entity_id like 'state:%%' then r.entity_id else r.parent_id end
        and c.entity_id like 'state:%%'
left join parties as w on e.event_id = w.event_id
left join toll as t on e.event_id = t.event_id

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
with span as materialized (
    select
        min(a.current_filed_on) as first_on,
        max(a.current_filed_on) as last_on
    from due_story as d
    inner join core.story_article as sa on d.story_id = sa.story_id
    inner join core.article as a on sa.article_id = a.article_id
),

mentioned as (
    select
        t.story_id,
        t.article_id,
        t.covers_on,
        t.revision_id,
        t.outlet_id,
        t.told_at,
        t.origin,
        e.event,
        e.type,
        e.place,
        p.parent_id as region,
        r.parent_id as country,
        case when e.occurred_on ~ '^\d{4}-\d{2}-\d{2}$' then e.occurred_on end as occurred_on
    from due_story as d
    inner join mart.story_telling as t on d.story_id = t.story_id
    inner join core.event as e on t.revision_id = e.revision_id and t.filed_on = e.filed_on
    left join ref.entity as p on e.place = p.entity_id
    left join ref.entity as r on p.parent_id = r.entity_id
    -- says the same of all of them at once: other months are not read
    where e.filed_on between (select first_on from span) and (select last_on from span)
),

whole as (
    -- what some article tells with place and day; where none does, the place and the day that most tell
    select
        story_id,
        place,
        region,
        country,
        occurred_on,
        count(distinct origin) as origin_count
    from mentioned
    where place is not null and occurred_on is not null
    group by story_id, place, region, country, occurred_on
    union all
    select
        story_id,
        mode() within group (order by place) as place,
        null as region,
        null as country,
        mode() within group (order by occurred_on) as occurred_on,
        0 as origin_count
    from mentioned
    group by story_id
    having not bool_or(place is not null and occurred_on is not null)
),

likely as (
    -- what an article leaves open may be any of these: the closer place goes before the same, the oftener told before others
    select
        t.*,
        coalesce(w.place, t.place) as area,
        coalesce(w.occurred_on, t.occurred_on) as event_on,
        row_number() over (
            partition by t.story_id, t.article_id, t.event
            order by
                (t.place in (w.region, w.country)) desc nulls last, (t.place = w.place) desc nulls last,
                w.origin_count desc nulls last, w.occurred_on, w.place
        ) as place_in_line
    from mentioned as t
    left join whole as w
        on
            t.story_id = w.story_id
            and (t.occurred_on is null or w.occurred_on is null or t.occurred_on = w.occurred_on)
            and (
                t.place is null or w.place is null
                or t.place in (w.place, w.region, w.country) or w.place in (t.region, t.country)
            )
),

told as materialized (
    select
        story_id,
        story_id || '/' || coalesce(event_on, 'some-day') || '/' || coalesce(area, 'somewhere') as event_id,
        article_id,
        covers_on,
        revision_id,
        outlet_id,
        told_at,
        origin,
        event,
        type as event_type,
        place as event_place_id,
        event_on
    from likely
    where place_in_line = 1
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

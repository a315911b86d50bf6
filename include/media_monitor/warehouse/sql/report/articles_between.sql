-- One row per article published in the window: its current state as relating it to others needs it.
select
    a.article_id,
    a.outlet_id,
    r.title,
    r.language,
    r.agency,
    r.text,
    coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at) as told_at,
    (
        select array_agg(distinct m.entity_id)
        from core.mention as m
        where m.revision_id = r.revision_id and m.entity_id is not null and m.kind <> 'place'
    ) as entities,
    (
        select array_agg(p.entity_id order by p.position)
        from (
            -- places as they are named, then what they lie in: a town and its country may be named in different articles
            select
                place.entity_id,
                min(place.position) as position
            from (
                select
                    m.entity_id,
                    m.position
                from core.mention as m
                where m.revision_id = r.revision_id and m.entity_id is not null and m.kind = 'place'
                union all
                select
                    e.parent_id,
                    m.position + 1000000
                from core.mention as m
                inner join ref.entity as e on m.entity_id = e.entity_id
                where m.revision_id = r.revision_id and m.kind = 'place' and e.parent_id is not null
            ) as place
            group by place.entity_id
        ) as p
    ) as places,
    (select array_agg(distinct e.type) from core.event as e where e.revision_id = r.revision_id) as acts
from core.article as a
inner join core.revision as r on a.current_revision_id = r.revision_id
where coalesce(a.published_on, (a.first_seen_at at time zone 'UTC')::date) between %(first)s and %(last)s
order by a.article_id

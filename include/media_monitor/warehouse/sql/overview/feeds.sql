-- One row per feed, the ailing first.
select
    h.feed_id,
    o.name as outlet,
    h.health = 'ok' as is_healthy,
    h.last_polled_at,
    coalesce(h.failure_count, 0) as failure_count,
    case
        when h.health <> 'ok'
            then concat_ws(
                ', ',
                case when h.failure_count > 0 then coalesce(h.last_error, h.health) else h.health end,
                'since ' || to_char(h.ailing_since at time zone 'UTC', 'FMDD Mon HH24:MI'),
                'loss ' || nullif(h.loss, 'unlikely')
            )
    end as problem
from mart.source_health as h
inner join ref.feed as f on h.feed_id = f.feed_id and f.is_active
inner join ref.outlet as o on h.outlet_id = o.outlet_id
order by is_healthy, h.feed_id
limit 40

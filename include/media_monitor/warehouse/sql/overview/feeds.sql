-- One row per feed, the ailing first. A gap ails for a week: what it swallowed may still be had from archives.
with feed as (
    select
        h.*,
        h.health = 'ok' as is_well,
        coalesce(h.gap_until > h.last_polled_at - interval '7 days', false) as is_gapped
    from mart.source_health as h
    inner join ref.feed as f on h.feed_id = f.feed_id and f.is_active
)

select
    h.feed_id,
    o.name as outlet,
    h.is_well and not h.is_gapped as is_healthy,
    h.last_polled_at,
    coalesce(h.failure_count, 0) as failure_count,
    case
        when not h.is_well
            then concat_ws(
                ', ',
                case when h.failure_count > 0 then coalesce(h.last_error, h.health) else h.health end,
                'since ' || to_char(h.ailing_since at time zone 'UTC', 'FMDD Mon HH24:MI'),
                'loss ' || nullif(h.loss, 'unlikely')
            )
        when h.is_gapped
            then concat_ws(
                ', ',
                'loss ' || h.loss,
                'not heard from ' || to_char(h.gap_since at time zone 'UTC', 'FMDD Mon HH24:MI')
                || ' to ' || to_char(h.gap_until at time zone 'UTC', 'FMDD Mon HH24:MI'),
                'about ' || nullif(round(h.missed_count), 0) || ' entries'
            )
    end as problem
from feed as h
inner join ref.outlet as o on h.outlet_id = o.outlet_id
order by is_healthy, h.feed_id
limit 40

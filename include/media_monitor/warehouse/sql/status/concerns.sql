-- One row per feed or site that a person should look at: what it is, and why.
with feeds as (
    select
        a.feed_id,
        a.url,
        s.*
    from ops.feed_address as a
    inner join ref.feed as f on a.feed_id = f.feed_id and f.is_active
    inner join (
        select
            feed_id as state_of,
            next_poll_at,
            last_polled_at,
            plan_reason,
            distrusted_at,
            move_target,
            move_count,
            move_since,
            moved_at
        from ops.feed_state
    ) as s on a.feed_id = s.state_of
)

select
    feed_id || ' ' || url as subject,
    'gone for good (410): give the list its new address, or take it off' as concern
from feeds
where next_poll_at is null and last_polled_at is not null
union all
select
    feed_id || ' ' || url,
    format(
        'moved to another site, %%s, say %%s polls since %%s: is that its publisher''s? Then change its address on the list',
        move_target, move_count, to_char(move_since at time zone 'UTC', 'YYYY-MM-DD')
    )
from feeds
where moved_at is null and move_count >= 3 and move_since <= %(now)s - interval '24 hours'
union all
select
    feed_id || ' ' || url,
    'its server says 304 whatever changed, found out on ' || to_char(distrusted_at at time zone 'UTC', 'YYYY-MM-DD') || '; asked whole, once a day'
from feeds
where distrusted_at is not null
union all
select
    feed_id || ' ' || url,
    'not asked again before ' || to_char(next_poll_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || 'Z: ' || plan_reason
from feeds
where next_poll_at > %(now)s + interval '48 hours'
union all
select
    origin,
    'robots.txt cannot be read since ' || to_char(unreachable_since at time zone 'UTC', 'YYYY-MM-DD')
    || ': after 30 days its pages are fetched as if there were none (RFC 9309, 2.3.1.4)'
from ops.robots
where unreachable_since < %(now)s - interval '30 days'
order by 2, 1
limit 40

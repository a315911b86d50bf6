-- One row per hour of the window up to its last article: articles published, NULL where no feed was polled.
with bounds as (
    select
        date_trunc('hour', greatest(min(published_at), %(since)s)) as first_hour,
        date_trunc('hour', least(max(published_at), %(until)s)) as last_hour
    from core.article
    where published_at between %(since)s and %(until)s
)

select
    h.at,
    case
        when exists (
            select 1 from ops.feed_poll as p
            where p.polled_at >= h.at and p.polled_at < h.at + interval '2 hours' and p.outcome in ('changed', 'same_body', 'not_modified')
        )
            then (
                select count(*)::int from core.article as a
                where a.published_at >= h.at and a.published_at < h.at + interval '1 hour'
            )
    end as articles
from bounds
cross join lateral generate_series(bounds.first_hour, bounds.last_hour, interval '1 hour') as h (at)
order by h.at

-- One row per feed that is polled.
select
    feed_id,
    outlet_id,
    url,
    language,
    title,
    source
from ref.feed
where is_active
order by feed_id

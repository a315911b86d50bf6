-- One row per feed of the seeds at hand (a scratch table of this transaction).
create temporary table incoming_feed on commit drop as
select
    feed_id,
    outlet_id,
    url,
    url_sha,
    shard,
    language,
    title,
    source
from ref.feed
where false

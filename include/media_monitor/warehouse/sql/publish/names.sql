-- One row per staged article that has its names: what `identify` needs to know of it. The others are refused by what comes after.
select
    record_offset,
    fetched_at,
    canonical_sha,
    url_sha,
    guid_sha,
    published_at,
    published_on,
    content_sha,
    by_canonical,
    by_url,
    by_guid
from publishing
where canonical_sha is not null and url_sha is not null and fetched_at is not null

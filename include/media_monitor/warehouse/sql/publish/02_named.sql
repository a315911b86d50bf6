-- One row per staged article: its names, and the articles that they name already. What it is, is told by `identify`.
-- What the next steps ask of a staged article comes along: the planner knows the size of this table, and of a batch amid the staged
-- rows of others it does not.
create temporary table publishing on commit drop as
select
    s.record_offset,
    s.url_sha,
    s.canonical_sha,
    s.guid_sha,
    s.content_sha,
    s.fetched_at,
    s.outlet_id,
    s.url,
    s.canonical_url,
    s.guid,
    s.published_at,
    s.published_on,
    by_canonical.article_id as by_canonical,
    by_url.article_id as by_url,
    same_time.article_id as by_guid,
    null::bigint as group_page,
    null::bigint as article_id
from stage.article as s
left join core.article_key as by_canonical on s.canonical_sha = by_canonical.key_sha
left join core.article_key as by_url on s.url_sha = by_url.key_sha
left join core.article_key as by_guid on s.guid_sha = by_guid.key_sha
left join core.article as same_time
    on
        by_guid.article_id = same_time.article_id
        and (
            s.published_at = same_time.published_at
            or (s.published_at is null and same_time.published_at is null and s.published_on = same_time.published_on)
        )
where s.batch_id = %(batch_id)s

-- One row per staged article: the article it belongs to (NULL = new) and the key that stands for it within this batch.
-- A canonical URL decides before the fetched URL, and that before a GUID, which feeds reuse. What the next steps ask of a staged article
-- comes along: the planner knows the size of this table, and of a batch amid the staged rows of others it does not.
create temporary table publishing on commit drop as
with keyed as (
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
        first_value(s.canonical_sha) over (
            partition by coalesce(s.guid_sha, s.canonical_sha) order by s.canonical_sha
        ) as guid_mate,
        coalesce(by_canonical.article_id, by_url.article_id, by_guid.article_id) as known_id
    from stage.article as s
    left join core.article_key as by_canonical on s.canonical_sha = by_canonical.key_sha
    left join core.article_key as by_url on s.url_sha = by_url.key_sha
    left join core.article_key as by_guid on s.guid_sha = by_guid.key_sha
    where s.batch_id = %(batch_id)s
),

grouped as (
    select
        *,
        first_value(guid_mate) over (partition by canonical_sha order by guid_mate) as group_sha
    from keyed
)

select
    record_offset,
    url_sha,
    canonical_sha,
    guid_sha,
    content_sha,
    fetched_at,
    outlet_id,
    url,
    canonical_url,
    guid,
    group_sha,
    min(known_id) over (partition by group_sha) as article_id
from grouped;

analyze publishing

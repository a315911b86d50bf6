-- One row per name of an article that was not known yet, in key order so that writers never wait in a circle.
insert into core.article_key (key_sha, kind, article_id, key_text)
select distinct on (key_sha)
    key_sha,
    kind,
    article_id,
    key_text
from (
    select
        canonical_sha as key_sha,
        'url' as kind,
        article_id,
        canonical_url as key_text,
        fetched_at
    from publishing
    union all
    select
        url_sha,
        'url',
        article_id,
        url,
        fetched_at
    from publishing
    union all
    select
        guid_sha,
        'guid',
        article_id,
        guid,
        fetched_at
    from publishing
    where guid_sha is not null
) as named
order by key_sha, fetched_at
on conflict (key_sha) do nothing

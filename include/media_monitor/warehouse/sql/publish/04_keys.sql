-- One row per name of an article that was not known yet, in key order so that writers never wait in a circle.
insert into core.article_key (key_sha, kind, article_id, key_text)
select distinct on (key_sha)
    key_sha,
    kind,
    article_id,
    key_text
from (
    select
        p.canonical_sha as key_sha,
        'url' as kind,
        p.article_id,
        s.canonical_url as key_text,
        p.fetched_at
    from publishing as p
    inner join stage.article as s on p.record_offset = s.record_offset and s.batch_id = %(batch_id)s
    union all
    select
        p.url_sha,
        'url',
        p.article_id,
        s.url,
        p.fetched_at
    from publishing as p
    inner join stage.article as s on p.record_offset = s.record_offset and s.batch_id = %(batch_id)s
    union all
    select
        p.guid_sha,
        'guid',
        p.article_id,
        s.guid,
        p.fetched_at
    from publishing as p
    inner join stage.article as s on p.record_offset = s.record_offset and s.batch_id = %(batch_id)s
    where p.guid_sha is not null
) as named
order by key_sha, fetched_at
on conflict (key_sha) do nothing

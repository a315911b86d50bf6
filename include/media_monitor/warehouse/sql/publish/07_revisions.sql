-- One row per new state of an article; `tagged` maps the staged rows to them.
create temporary table tagged on commit drop as
with added as (
    insert into core.revision (
        article_id, filed_on, seen_at, url, title, text, content_sha, published_at, published_on, published_precision, published_source,
        modified_at, language, authors, agency, image_url, word_count, is_paywalled, extractor, annotator, terrorism,
        armed_conflict, relevance_threshold, object_id, record_offset, batch_id
    )
    select
        d.article_id,
        (s.fetched_at at time zone 'UTC')::date,
        d.first_at,
        s.url,
        s.title,
        s.text,
        s.content_sha,
        s.published_at,
        s.published_on,
        s.published_precision,
        s.published_source,
        s.modified_at,
        s.language,
        s.authors,
        s.agency,
        s.image_url,
        s.word_count,
        s.is_paywalled,
        s.extractor,
        s.annotator,
        s.terrorism,
        s.armed_conflict,
        s.relevance_threshold,
        b.object_id,
        s.record_offset,
        b.batch_id
    from decision as d
    inner join stage.article as s on d.record_offset = s.record_offset and s.batch_id = %(batch_id)s
    inner join ops.batch as b on s.batch_id = b.batch_id
    where d.outcome = 'published'
    order by s.record_offset -- as the tags lie in staging: their keys then grow at the end of each index
    returning revision_id, filed_on, article_id, record_offset
)

select
    revision_id,
    filed_on,
    article_id,
    record_offset
from added;

analyze tagged

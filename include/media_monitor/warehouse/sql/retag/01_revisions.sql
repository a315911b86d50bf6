-- One row per revision whose page was read again: text, relevance and versions as of now. `tagged` maps the staged rows to them.
create temporary table tagged on commit drop as
with renewed as (
    update core.revision as r
    set
        title = s.title,
        text = s.text,
        content_sha = s.content_sha,
        language = s.language,
        word_count = s.word_count,
        extractor = s.extractor,
        annotator = s.annotator,
        terrorism = s.terrorism,
        armed_conflict = s.armed_conflict,
        relevance_threshold = s.relevance_threshold
    from stage.article as s
    inner join ops.batch as b on s.batch_id = b.batch_id
    where s.batch_id = %(batch_id)s and r.object_id = b.object_id and r.record_offset = s.record_offset
    returning r.revision_id, r.filed_on, r.article_id, r.record_offset
)

select
    revision_id,
    filed_on,
    article_id,
    record_offset
from renewed;

-- what no page moved: the days of the articles stay as they are
create temporary table stale (covers_on date) on commit drop

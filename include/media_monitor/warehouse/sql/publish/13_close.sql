-- One row: the batch is done and its staging rows are gone. Only pages that have an outcome count, and a constraint compares the
-- counts with the pages that were read; a page that is read again keeps the outcome that it had.
with cleared_mentions as (
    delete from stage.mention where batch_id = %(batch_id)s
), cleared_topics as (
    delete from stage.topic_tag where batch_id = %(batch_id)s
), cleared_events as (
    delete from stage.event where batch_id = %(batch_id)s
), cleared_claims as (
    delete from stage.claim where batch_id = %(batch_id)s
), cleared_casualties as (
    delete from stage.casualty where batch_id = %(batch_id)s
), cleared_quotes as (
    delete from stage.quote where batch_id = %(batch_id)s
), cleared_articles as (
    delete from stage.article where batch_id = %(batch_id)s
    returning record_offset
), cleared_rejected as (
    delete from stage.rejected where batch_id = %(batch_id)s
    returning record_offset
)

update ops.batch as b
set
    state = 'published',
    finished_at = %(now)s,
    leased_until = null,
    article_count = (
        select count(*) from cleared_articles as c
        where
            b.purpose = 'retag'
            or exists (select 1 from ops.outcome as o where o.object_id = b.object_id and o.record_offset = c.record_offset)
    ),
    rejected_count = (
        select count(*) from cleared_rejected as c
        where
            b.purpose = 'retag'
            or exists (select 1 from ops.outcome as o where o.object_id = b.object_id and o.record_offset = c.record_offset)
    )
where b.batch_id = %(batch_id)s

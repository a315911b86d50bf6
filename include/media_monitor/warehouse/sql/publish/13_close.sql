-- One row: the batch is done and its staging rows are gone.
with cleared as (
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
), cleared_rejected as (
    delete from stage.rejected where batch_id = %(batch_id)s
), cleared_articles as (
    delete from stage.article where batch_id = %(batch_id)s
)

update ops.batch
set state = 'published', finished_at = %(now)s, leased_until = null
where batch_id = %(batch_id)s

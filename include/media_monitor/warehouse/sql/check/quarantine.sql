-- One row: a page leaves staging for quarantine with its reasons, and its outcome and its batch say so. One that PostgreSQL refused
-- was never staged: then the address is the caller's.
with article as (
    delete from stage.article
    where batch_id = %(batch_id)s and record_offset = %(record_offset)s
    returning url, outlet_id
), rejected as (
    delete from stage.rejected
    where batch_id = %(batch_id)s and record_offset = %(record_offset)s
    returning url
), cleared_mentions as (
    delete from stage.mention where batch_id = %(batch_id)s and record_offset = %(record_offset)s
), cleared_topics as (
    delete from stage.topic_tag where batch_id = %(batch_id)s and record_offset = %(record_offset)s
), cleared_events as (
    delete from stage.event where batch_id = %(batch_id)s and record_offset = %(record_offset)s
), cleared_claims as (
    delete from stage.claim where batch_id = %(batch_id)s and record_offset = %(record_offset)s
), cleared_casualties as (
    delete from stage.casualty where batch_id = %(batch_id)s and record_offset = %(record_offset)s
), cleared_quotes as (
    delete from stage.quote where batch_id = %(batch_id)s and record_offset = %(record_offset)s
), page as (
    update ops.batch as batch
    set quarantined_count = quarantined_count + 1
    where batch_id = %(batch_id)s
    returning
        batch_id,
        object_id,
        coalesce((select a.url from article as a), (select r.url from rejected as r), %(url)s) as url,
        coalesce(
            (select a.outlet_id from article as a),
            (
                select min(p.outlet_id)
                from ops.page_fetch as f
                inner join ops.page as p on f.page_id = p.page_id
                where f.object_id = batch.object_id and f.record_offset = %(record_offset)s
            )
        ) as outlet_id
), kept as (
    insert into ops.quarantine (object_id, record_offset, batch_id, url, outlet_id, reasons, quarantined_at)
    select
        object_id,
        %(record_offset)s,
        batch_id,
        url,
        outlet_id,
        %(reasons)s,
        %(now)s
    from page
    on conflict (object_id, record_offset) do update set
    reasons = excluded.reasons,
    batch_id = excluded.batch_id,
    quarantined_at = excluded.quarantined_at,
    replayed_at = null,
    replay_batch_id = null
)

insert into ops.outcome (object_id, record_offset, batch_id, url, outcome, reason, decided_at)
select
    object_id,
    %(record_offset)s,
    batch_id,
    url,
    'quarantined',
    array_to_string(%(reasons)s, ', '),
    %(now)s
from page
-- a page that was published and fails when it is read again stays published as it was
on conflict (object_id, record_offset) do update set reason = excluded.reason where ops.outcome.outcome = 'quarantined'

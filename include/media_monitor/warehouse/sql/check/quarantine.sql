-- One row: a staged page leaves for quarantine with its reasons, and its outcome says so.
with moved as (
    delete from stage.article
    where batch_id = %(batch_id)s and record_offset = %(record_offset)s
    returning batch_id, record_offset, url
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
), kept as (
    insert into ops.quarantine (object_id, record_offset, batch_id, url, reasons, quarantined_at)
    select
        b.object_id,
        m.record_offset,
        m.batch_id,
        m.url,
        %(reasons)s,
        %(now)s
    from moved as m
    inner join ops.batch as b on m.batch_id = b.batch_id
    on conflict (object_id, record_offset) do update set
    reasons = excluded.reasons, batch_id = excluded.batch_id, quarantined_at = excluded.quarantined_at
)

insert into ops.outcome (object_id, record_offset, batch_id, url, outcome, reason, decided_at)
select
    b.object_id,
    m.record_offset,
    m.batch_id,
    m.url,
    'quarantined',
    array_to_string(%(reasons)s, ', '),
    %(now)s
from moved as m
inner join ops.batch as b on m.batch_id = b.batch_id
-- a page that was published and fails when it is read again stays published as it was
on conflict (object_id, record_offset) do update set reason = excluded.reason where ops.outcome.outcome = 'quarantined'

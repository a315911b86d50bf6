-- One row per page of the batch: the one outcome it ended in. It stands, unless it was quarantine and the page was read again.
-- A known page that shows what the batch brought in shows that state.
insert into ops.outcome (object_id, record_offset, batch_id, url, outcome, reason, article_id, revision_id, seen_at, decided_at)
select
    b.object_id,
    d.record_offset,
    b.batch_id,
    s.url,
    d.outcome,
    null,
    d.article_id,
    coalesce(d.state_id, t.revision_id),
    d.fetched_at,
    %(now)s
from decision as d
inner join stage.article as s on d.record_offset = s.record_offset and s.batch_id = %(batch_id)s
inner join ops.batch as b on s.batch_id = b.batch_id
left join tagged as t on d.first_page = t.record_offset
union all
select
    b.object_id,
    r.record_offset,
    b.batch_id,
    r.url,
    r.outcome,
    r.reason,
    null,
    null,
    null,
    %(now)s
from stage.rejected as r
inner join ops.batch as b on r.batch_id = b.batch_id
where r.batch_id = %(batch_id)s
on conflict (object_id, record_offset) do update set
batch_id = excluded.batch_id,
outcome = excluded.outcome,
reason = excluded.reason,
article_id = excluded.article_id,
revision_id = excluded.revision_id,
seen_at = excluded.seen_at,
decided_at = excluded.decided_at
where ops.outcome.outcome = 'quarantined';

update ops.outcome as o
set revision_id = t.revision_id
from sighted as s
inner join tagged as t on s.first_page = t.record_offset
where s.has_staged and not s.is_staged and not s.is_state and o.object_id = s.object_id and o.record_offset = s.record_offset

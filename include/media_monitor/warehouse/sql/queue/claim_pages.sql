-- One row per page that this worker may fetch now, with the times it is due: leased, so that no other worker fetches it.
-- What is due leads to the pages, the longest due first: the many pages for which nothing is planned are not looked at.
with ready as materialized (
    select
        page_id,
        min(due_at) as due_at
    from ops.page_due
    where due_at <= %(horizon)s
    group by page_id
),

due as (
    select p.page_id
    from ready as r
    inner join ops.page as p on r.page_id = p.page_id
    where p.shard = any(%(shards)s) and (p.leased_until is null or p.leased_until < now())
    order by r.due_at, p.page_id
    limit %(most)s
    for update of p skip locked
)

update ops.page as p
set lease_epoch = p.lease_epoch + 1, leased_until = now() + interval '30 minutes'
from due
where p.page_id = due.page_id
returning
    p.page_id, p.url, p.outlet_id, p.feed_id, p.guid, p.title, p.published_at, p.first_fetched_at, p.recheck_count,
    p.failure_count, p.etag, p.last_modified, p.outcome, p.outcome_reason, p.is_in_topic, p.lease_epoch,
    (select array_agg(d.due_at order by d.due_at) from ops.page_due as d where d.page_id = p.page_id) as due_at

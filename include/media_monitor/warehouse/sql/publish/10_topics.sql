-- One row per fetched address of the batch: in topic or not, by its newest page here. One that is not leaves the re-check ladder; its
-- first fetch, a retry and a changed headline bring it back. Locked in id order, as the worker does that fetches them again meanwhile.
create temporary table read_page on commit drop as
with told as (
    select
        s.record_offset,
        greatest(s.terrorism, s.armed_conflict) >= s.relevance_threshold
        or exists (select 1 from stage.claim as c where c.batch_id = s.batch_id and c.record_offset = s.record_offset) as is_in_topic
    from stage.article as s
    where s.batch_id = %(batch_id)s
    union all
    select
        r.record_offset,
        false
    from stage.rejected as r
    where r.batch_id = %(batch_id)s and r.outcome = 'not_an_article'
),

newest as (
    select distinct on (f.page_id)
        f.page_id,
        t.is_in_topic
    from told as t
    inner join ops.batch as b on b.batch_id = %(batch_id)s
    inner join ops.page_fetch as f on b.object_id = f.object_id and t.record_offset = f.record_offset
    order by f.page_id, f.fetched_at desc
)

select
    p.page_id,
    n.is_in_topic
from newest as n
inner join ops.page as p on n.page_id = p.page_id
order by p.page_id
for no key update of p;

update ops.page as p
set is_in_topic = r.is_in_topic
from read_page as r
where p.page_id = r.page_id and p.is_in_topic is distinct from r.is_in_topic;

delete from ops.page_due as d
using read_page as r
where d.page_id = r.page_id and d.reason = 'recheck' and not r.is_in_topic

-- One row per shard that has pages due at or before the horizon.
select
    p.shard,
    count(distinct p.page_id)::int as page_count
from ops.page_due as d
inner join ops.page as p on d.page_id = p.page_id
where d.due_at <= %(horizon)s and (p.leased_until is null or p.leased_until < now())
group by p.shard
order by p.shard

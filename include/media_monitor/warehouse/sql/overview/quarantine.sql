-- One row per reason of quarantine.
select
    reason as name,
    count(*)::int as count
from ops.quarantine as q
cross join lateral unnest(q.reasons) as reason
where q.replayed_at is null
group by reason
order by count desc, name asc

-- One row per batch of archived coverage that no run is at any more: its worker was killed, or its staged rows were lost.
select batch_id
from ops.batch
where
    purpose <> 'live'
    and state <> 'published'
    and (leased_until < now() or (leased_until is null and state = 'open' and record_count is not null))
order by batch_id
limit %(most)s

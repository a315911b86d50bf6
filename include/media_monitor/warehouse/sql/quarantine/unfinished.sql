-- One row per batch of pages in quarantine that was begun and that no worker is at.
select batch_id
from ops.batch
where record_offsets is not null and state <> 'published' and (leased_until is null or leased_until < now())
order by batch_id

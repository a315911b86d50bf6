-- One row per batch that passed the gate and waits to be published.
select batch_id
from ops.batch
where state = 'checked'
order by batch_id

-- One row per batch of this purpose (and day) that is not published and that no worker holds.
select b.batch_id
from ops.batch as b
where
    b.purpose = %(purpose)s
    and b.state <> 'published'
    and (%(covers_on)s::date is null or b.covers_on = %(covers_on)s)
    and (b.leased_until is null or b.leased_until < now())
order by b.batch_id
limit %(most)s

-- One row per outlet that a staged article names and no seeds row describes: policy unknown, so nothing of it is shown.
insert into ref.outlet (outlet_id, name, domain, is_curated)
select distinct on (outlet_id)
    outlet_id,
    coalesce(outlet_name, outlet_id),
    domain,
    false
from stage.article
where batch_id = %(batch_id)s
order by outlet_id, outlet_name
on conflict (outlet_id) do nothing

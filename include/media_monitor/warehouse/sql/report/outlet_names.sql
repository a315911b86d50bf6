-- One row per outlet name.
select distinct on (name)
    name,
    outlet_id
from ref.outlet
order by name, outlet_id

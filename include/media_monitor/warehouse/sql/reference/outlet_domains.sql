-- One row per registrable domain and the outlet that seeds give it to.
select distinct on (domain)
    domain,
    outlet_id
from ref.outlet
where is_curated
order by domain, outlet_id

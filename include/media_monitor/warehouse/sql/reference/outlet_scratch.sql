-- One row per outlet of the seeds at hand (a scratch table of this transaction).
create temporary table incoming_outlet on commit drop as
select
    outlet_id,
    name,
    homepage_url,
    domain,
    country,
    language,
    quote_characters,
    is_link_required,
    policy_source
from ref.outlet
where false

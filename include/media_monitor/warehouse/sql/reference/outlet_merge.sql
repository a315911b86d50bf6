-- One row per outlet: inserted, or updated where it differs.
insert into ref.outlet as known (
    outlet_id,
    name,
    homepage_url,
    domain,
    country,
    language,
    quote_characters,
    is_link_required,
    policy_source
)
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
from incoming_outlet
order by outlet_id
on conflict (outlet_id) do update set
    name = excluded.name,
    homepage_url = excluded.homepage_url,
    domain = excluded.domain,
    country = excluded.country,
    language = excluded.language,
    quote_characters = excluded.quote_characters,
    is_link_required = excluded.is_link_required,
    policy_source = excluded.policy_source,
    is_curated = true
where
    not known.is_curated or (
        known.name,
        known.homepage_url,
        known.domain,
        known.country,
        known.language,
        known.quote_characters,
        known.is_link_required,
        known.policy_source
    )
    is distinct from (
        excluded.name,
        excluded.homepage_url,
        excluded.domain,
        excluded.country,
        excluded.language,
        excluded.quote_characters,
        excluded.is_link_required,
        excluded.policy_source
    )

-- One row per entity: inserted, or updated where it differs.
insert into ref.entity as known (
    entity_id,
    name,
    kind,
    parent_id,
    wikidata,
    iso,
    lat,
    lon,
    geonames,
    population,
    source,
    licence
)
select
    entity_id,
    name,
    kind,
    parent_id,
    wikidata,
    iso,
    lat,
    lon,
    geonames,
    population,
    source,
    licence
from incoming_entity
order by entity_id
on conflict (entity_id) do update set
    name = excluded.name,
    kind = excluded.kind,
    parent_id = excluded.parent_id,
    wikidata = excluded.wikidata,
    iso = excluded.iso,
    lat = excluded.lat,
    lon = excluded.lon,
    geonames = excluded.geonames,
    population = excluded.population,
    source = excluded.source,
    licence = excluded.licence
where
    (
        known.name,
        known.kind,
        known.parent_id,
        known.wikidata,
        known.iso,
        known.lat,
        known.lon,
        known.geonames,
        known.population,
        known.source,
        known.licence
    )
    is distinct from (
        excluded.name,
        excluded.kind,
        excluded.parent_id,
        excluded.wikidata,
        excluded.iso,
        excluded.lat,
        excluded.lon,
        excluded.geonames,
        excluded.population,
        excluded.source,
        excluded.licence
    )

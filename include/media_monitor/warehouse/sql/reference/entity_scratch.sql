-- One row per entity of the seeds at hand (a scratch table of this transaction).
create temporary table incoming_entity on commit drop as
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
from ref.entity
where false

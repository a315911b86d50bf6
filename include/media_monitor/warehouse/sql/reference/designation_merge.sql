-- One row per designation: inserted, or updated where it differs.
insert into ref.designation as known (
    entity_id,
    jurisdiction,
    list,
    listed_on,
    delisted_on,
    source
)
select
    entity_id,
    jurisdiction,
    list,
    listed_on,
    delisted_on,
    source
from incoming_designation
order by entity_id, jurisdiction, list
on conflict (entity_id, jurisdiction, list) do update set
    listed_on = excluded.listed_on,
    delisted_on = excluded.delisted_on,
    source = excluded.source
where
    (known.listed_on, known.delisted_on, known.source)
    is distinct from (excluded.listed_on, excluded.delisted_on, excluded.source)

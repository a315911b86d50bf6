-- One row per outlet.
--
-- How much of the blame rests on sources without a name?
--
-- Accusations and suspicions by whether their source is known to the knowledge base, is an authority without a name ("officials",
-- "police"), is somebody else without a name, or is missing ("is believed to").
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
select
    outlet,
    count(*) as blaming,
    count(*) filter (where source_entity_id is not null) as by_known_source,
    count(*) filter (where source_entity_id is null and source_text is not null and is_authority) as by_unnamed_authority,
    count(*) filter (where source_entity_id is null and source_text is not null and is_authority is not true) as by_others,
    count(*) filter (where source_text is null) as without_source,
    (count(*) filter (where source_entity_id is null)::numeric / count(*))::numeric(5, 2) as unnamed_share
from report.attribution_ledger
where covers_on between %(since)s and %(until)s and stance in ('accused', 'suspected') and not is_copy
group by outlet
order by unnamed_share desc, blaming desc, outlet

-- One row per outlet.
--
-- Which outlets state as a fact who did it, and which leave it to their sources?
--
-- In the outlet's own voice: statements without a source that the outlet makes itself, without a hedge. Attributed: somebody is named or
-- described who says so.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
select
    outlet,
    count(*) as statements,
    count(*) filter (where stance = 'reported') as as_fact,
    count(*) filter (where source_text is not null) as attributed,
    count(*) filter (where is_hedged) as hedged,
    count(*) filter (where is_quoted) as in_quotation_marks,
    (count(*) filter (where stance = 'reported')::numeric / count(*))::numeric(5, 2) as fact_share
from report.attribution_ledger
where covers_on between %(since)s and %(until)s and not is_copy
group by outlet
order by fact_share desc, statements desc, outlet

-- One row per designation of the seeds at hand (a scratch table of this transaction).
create temporary table incoming_designation on commit drop as
select
    entity_id,
    jurisdiction,
    list,
    listed_on,
    delisted_on,
    source
from ref.designation
where false

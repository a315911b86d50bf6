-- One row per topic of the seeds at hand (a scratch table of this transaction).
create temporary table incoming_topic on commit drop as
select
    code,
    label,
    threshold,
    source
from ref.topic
where false

-- One row per topic: inserted, or updated where it differs.
insert into ref.topic as known (
    code,
    label,
    threshold,
    source
)
select
    code,
    label,
    threshold,
    source
from incoming_topic
order by code
on conflict (code) do update set
    label = excluded.label,
    threshold = excluded.threshold,
    source = excluded.source
where
    (known.label, known.threshold, known.source)
    is distinct from (excluded.label, excluded.threshold, excluded.source)

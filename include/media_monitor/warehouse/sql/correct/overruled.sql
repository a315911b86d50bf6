-- One row per correction that these overrule.
select
    correction_id,
    overruled_by
from report.correction
where overruled_by = any(%(correction_ids)s)
order by correction_id

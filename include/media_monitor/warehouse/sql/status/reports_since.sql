-- One row per run of a stage that finished since then.
select
    stage,
    started_at,
    finished_at,
    counts,
    problems
from ops.run_report
where finished_at >= %(since)s
order by run_report_id

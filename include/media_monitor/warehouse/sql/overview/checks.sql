-- One row per expectation over all batches.
select
    expectation,
    column_name,
    case severity when 'quarantine' then 'critical' else 'warning' end as severity,
    failed_batch_count = 0 as is_passed,
    failed_row_count::int as failing_count
from mart.quality_scorecard
order by is_passed, severity, expectation

-- One row per suite and expectation, the failing first.
select
    expectation,
    suite,
    case severity when 'warn' then 'warning' else 'critical' end as severity,
    is_passed,
    last_failed_count::int as failing_count,
    trend
from mart.quality_scorecard
order by is_passed, severity, suite, expectation

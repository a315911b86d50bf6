-- One row per suite and expectation of the quality gate, those that fail first.
--
-- How good is the data: which expectations fail, how often, and is it getting worse?
--
-- Shares are of the subjects (articles, outlets, feeds) that were checked. What blocks stopped a batch, what quarantines kept a page out,
-- what warns let it through.
--
-- :severity  text  none  only block, quarantine or warn
select
    suite,
    expectation,
    severity,
    is_passed,
    last_failed_count as last_failed,
    check_count as checks,
    failed_check_count as failed_checks,
    failed_share_7d::numeric(5, 3) as failed_share_7d,
    failed_share_28d::numeric(5, 3) as failed_share_28d,
    trend
from report.quality_scorecard
where %(severity)s::text is null or severity = %(severity)s
order by is_passed, failed_share_28d desc nulls last, suite, expectation

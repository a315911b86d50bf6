-- One row per batch and expectation, or per day, suite and expectation, instead of those that are there.
select case when %(batch_id)s::bigint is null then pg_advisory_xact_lock(hashtext('ops.check_result')) end;

delete from ops.check_result where batch_id = %(batch_id)s;

delete from ops.check_result as o
using unnest(%(suites)s::text[], %(days)s::date[]) as r (suite, covers_on)
where o.batch_id is null and o.suite = r.suite and o.covers_on = r.covers_on;

insert into ops.check_result (
    batch_id, covers_on, suite, expectation, column_name, severity, is_success, row_count, failed_count, subjects, checked_at
)
select
    %(batch_id)s,
    r.covers_on,
    r.suite,
    r.expectation,
    r.column_name,
    r.severity,
    r.is_success,
    r.row_count,
    r.failed_count,
    array(select jsonb_array_elements_text(r.subjects)),
    %(now)s
from unnest(
    %(suites)s::text[], %(days)s::date[], %(expectations)s::text[], %(facts)s::text[], %(severities)s::text[], %(successes)s::boolean[],
    %(row_counts)s::integer[], %(failed_counts)s::integer[], %(subjects)s::jsonb[]
) as r (suite, covers_on, expectation, column_name, severity, is_success, row_count, failed_count, subjects)
order by r.suite, r.covers_on, r.expectation

-- One row: how a batch did on an expectation.
insert into ops.check_result (batch_id, expectation, column_name, severity, is_success, row_count, failed_count, checked_at)
values (%(batch_id)s, %(expectation)s, %(column_name)s, %(severity)s, %(is_success)s, %(row_count)s, %(failed_count)s, %(now)s)
on conflict (batch_id, expectation) do update set
is_success = excluded.is_success, row_count = excluded.row_count, failed_count = excluded.failed_count, checked_at = excluded.checked_at

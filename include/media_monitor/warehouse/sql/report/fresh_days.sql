-- One row per day that is fresh again.
delete from ops.report_due where covers_on = any(%(days)s)

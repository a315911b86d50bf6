-- No row: coverage of the days that are counted anew.
delete from mart.coverage_daily where covers_on = any(%(days)s)

-- No row: the day, before it is filled anew; its month is there.
select ops.ensure_month(%(day)s);
delete from mart.gap_calendar where covers_on = %(day)s

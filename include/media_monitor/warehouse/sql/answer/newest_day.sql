-- One row: the newest day that articles belong to; NULL where there are none.
select last_day
from report.coverage_span

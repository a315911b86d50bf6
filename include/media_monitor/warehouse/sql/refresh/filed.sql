-- One row: the days in which the states of the scratch table were filed. A join that names them reads the months of these days alone.
select
    min(filed_on) as first_filed,
    max(filed_on) as last_filed
from telling

-- One row per topic of this code, or with these letters in its label, at most five.
select
    code,
    label
from ref.topic
where code = %(code)s or strpos(lower(label), lower(%(code)s)) > 0
order by (code = %(code)s) desc, code
limit 5

-- One row per casualty figure of an article.
select
    url,
    kind,
    minimum,
    maximum,
    qualifier,
    is_aggregate as aggregate,
    is_part_of
from mart.casualty_ledger
order by url, position

-- One row per casualty figure of an article.
select
    url,
    kind,
    minimum,
    maximum,
    qualifier
from mart.casualty_ledger
order by url, position

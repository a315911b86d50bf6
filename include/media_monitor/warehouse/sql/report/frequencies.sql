-- One row per feature of the list that an article had.
select
    feature,
    article_count
from core.feature_frequency
where feature = any(%(features)s::bigint[])

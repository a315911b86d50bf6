-- No row: so many more articles have these features.
insert into core.feature_frequency (feature, article_count)
select
    c.feature,
    c.article_count
from unnest(%(features)s::bigint[], %(counts)s::bigint[]) as c (feature, article_count)
order by c.feature
on conflict (feature) do update set article_count = feature_frequency.article_count + excluded.article_count

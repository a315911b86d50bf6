-- One row per story that has an article like one of these, or one of these itself: of each feature the articles that lie next to it
-- in time are looked at, of each article the closest are taken, which share most features with it.
with sought as (
    select
        s.article_id,
        s.feature,
        s.told_at
    from unnest(%(article_ids)s::bigint[], %(features)s::bigint[], %(times)s::timestamptz[]) as s (article_id, feature, told_at)
),

near as (
    select
        s.article_id as sought_id,
        f.article_id
    from sought as s
    cross join lateral (
        (
            select article_id from core.article_feature
            where feature = s.feature and told_at <= s.told_at
            order by told_at desc
            limit %(newest)s
        )
        union all
        (
            select article_id from core.article_feature
            where feature = s.feature and told_at > s.told_at
            order by told_at
            limit %(newest)s
        )
    ) as f
),

closest as (
    select
        article_id,
        row_number() over (partition by sought_id order by count(*) desc, article_id desc) as place
    from near
    group by sought_id, article_id
)

select distinct sa.story_id
from core.story_article as sa
where
    sa.article_id in (select c.article_id from closest as c where c.place <= %(closest)s)
    or sa.article_id = any(%(article_ids)s::bigint[])

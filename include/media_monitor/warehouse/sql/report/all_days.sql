-- One row per publication day that core or a mart knows, with its articles in core, oldest first.
select
    covers_on,
    sum(article_count)::int as article_count
from (
    select
        covers_on,
        count(*) as article_count
    from core.article
    group by covers_on
    union all
    select distinct
        covers_on,
        0
    from mart.article_state
    union all
    select distinct
        covers_on,
        0
    from mart.coverage_daily
) as known
group by covers_on
order by covers_on

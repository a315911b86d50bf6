-- One row per outlet and paragraph that recurs on its articles, the commonest first.
select
    outlet_id,
    outlet,
    block,
    article_count,
    of_count,
    dropped_count,
    first_seen_at,
    last_seen_at,
    url
from report.recurring_block
where %(outlet)s::text is null or %(outlet)s in (outlet_id, outlet)
order by outlet_id, article_count desc, block

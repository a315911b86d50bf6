-- One row per figure of the current revisions, agency copies left out, in the order of time.
select
    c.story_id as story,
    c.kind,
    c.minimum,
    c.maximum,
    c.qualifier,
    c.source_text as source,
    o.name as outlet,
    c.stated_at as published_at,
    c.url
from mart.casualty_ledger as c
inner join ref.outlet as o on c.outlet_id = o.outlet_id
where not c.is_copy and not c.is_aggregate
order by c.story_id asc, c.stated_at asc, c.article_id asc, c.position asc
limit 80

-- One row: the article of this id, or of one of these names; none where there is no such article.
select
    a.article_id,
    a.covers_on,
    a.title,
    a.canonical_url as url,
    o.name as outlet,
    (
        select count(*)::int from core.revision as r
        where r.article_id = a.article_id and r.filed_on >= (a.first_seen_at at time zone 'UTC')::date
    ) as state_count
from core.article as a
inner join ref.outlet as o on a.outlet_id = o.outlet_id
where
    a.article_id = %(article_id)s
    or a.article_id in (select k.article_id from core.article_key as k where k.key_sha = %(url_sha)s)
order by a.article_id
limit 1

-- One row per day and topic.
--
-- What is the coverage about, day by day?
--
-- IPTC Media Topics and the system's own; an article may have several.
--
-- :since   date  latest - 6 days  first publication day
-- :until   date  latest           last publication day
-- :outlet  text  none             only this outlet (its id or name)
-- :code    text  none             only this topic, such as medtop:20000053
select
    t.covers_on,
    t.code,
    t.label,
    count(*) as articles,
    count(*) filter (where t.voice = 'own') as in_own_voice,
    avg(t.score)::numeric(4, 2) as mean_score
from report.revision as r
-- sorted article by article, so that they are looked up one after another: where topics are filed is known from the article alone, and
-- other months are not read
cross join lateral (
    select * from report.topic_tag as o where r.article_id = o.article_id and r.covers_on = o.covers_on order by o.code
) as t
where
    r.covers_on between %(since)s and %(until)s
    and r.seen_until = 'infinity'
    and (%(outlet)s::text is null or %(outlet)s in (r.outlet_id, r.outlet))
    and (%(code)s::text is null or t.code = %(code)s)
group by t.covers_on, t.code, t.label
order by t.covers_on, articles desc, t.code

-- One row per language and outlet.
--
-- In which languages does each outlet write, and how much of it is about terrorism or armed conflict?
--
-- By the language that the text is in, whatever the page declares.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
select
    r.language,
    o.outlet,
    count(*) as articles,
    count(*) filter (where greatest(r.terrorism, r.armed_conflict) >= r.relevance_threshold) as relevant,
    sum(r.word_count)::bigint as words
from report.revision as r
inner join report.outlet as o on r.outlet_id = o.outlet_id
where r.covers_on between %(since)s and %(until)s and r.seen_until = 'infinity'
group by r.language, o.outlet
order by r.language, articles desc, o.outlet

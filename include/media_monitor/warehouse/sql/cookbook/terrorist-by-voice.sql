-- One row per outlet and language that uses the word: how often in its own voice, how often in words of others.
--
-- Who says "terrorist" in its own voice, and who only quotes it?
--
-- Counted in articles about terrorism or armed conflict, headlines included. A use is quoted where it stands in a quotation or in what a
-- named source says. The terms that are watched: `select distinct term from report.term`.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
-- :term   text  terrorist        the word that judges
select
    outlet,
    language,
    sum(use_count) filter (where voice = 'own')::bigint as own_uses,
    sum(use_count) filter (where voice = 'quoted')::bigint as quoted_uses,
    sum(article_count) filter (where voice = 'own')::bigint as own_articles,
    sum(article_count) filter (where voice = 'quoted')::bigint as quoted_articles,
    (coalesce(sum(use_count) filter (where voice = 'own'), 0) / sum(use_count))::numeric(5, 2) as own_share
from report.terminology
where covers_on between %(since)s and %(until)s and term = %(term)s
group by outlet, language
order by own_share desc, own_uses desc nulls last, outlet, language

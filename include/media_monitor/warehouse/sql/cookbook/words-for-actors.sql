-- One row per outlet, language and word that judges: how often it is used in the outlet's own voice.
--
-- Which words do outlets use for those who did it, when nobody else is speaking?
--
-- Terrorist, militant, rebel, gunman …: the choice is a policy of most newsrooms. Only articles about terrorism or armed conflict, and
-- only the outlet's own voice.
--
-- :since   date  latest - 6 days  first publication day
-- :until   date  latest           last publication day
-- :outlet  text  none             only this outlet (its id or name)
select
    outlet,
    language,
    term,
    sum(use_count)::bigint as own_uses,
    sum(article_count)::bigint as articles
from report.terminology
where
    covers_on between %(since)s and %(until)s
    and voice = 'own'
    and (%(outlet)s::text is null or %(outlet)s in (outlet_id, outlet))
group by outlet, language, term
order by outlet, language, own_uses desc, term

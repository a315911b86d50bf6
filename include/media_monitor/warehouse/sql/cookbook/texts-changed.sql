-- One row per change of an article's headline or text.
--
-- What did outlets change after publication, how much, and was it a correction?
--
-- By the states that this system has seen. Changes of looks, time stamps, bylines and boilerplate alone (`cosmetic`) are left out unless
-- asked for by kind. `media-monitor diff ARTICLE` shows the sentences; `facts-changed` tells which claims and figures they touch.
--
-- :since   date  latest - 6 days  first publication day
-- :until   date  latest           last publication day
-- :outlet  text  none             only this outlet (its id or name)
-- :kind    text  none             only headline, correction, addition, cut, rewrite, edit or cosmetic
select
    changed_at,
    outlet,
    kind,
    has_note as says_so,
    is_headline_changed as new_headline,
    inserted_count as came,
    deleted_count as went,
    reworded_count as reworded,
    inserted_word_count as words_in,
    deleted_word_count as words_out,
    title,
    url
from report.text_change
where
    covers_on between %(since)s and %(until)s
    and (%(outlet)s::text is null or %(outlet)s in (outlet_id, outlet))
    and case when %(kind)s::text is null then not is_boring else kind = %(kind)s end
order by changed_at, outlet, url

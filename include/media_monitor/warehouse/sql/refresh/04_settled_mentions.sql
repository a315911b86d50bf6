-- One row per mention in a revision of the articles of these days that names another entity than the machine found: a person says so.
insert into mart.settled_mention (covers_on, article_id, revision_id, filed_on, position, words, entity_id, correction_id)
select
    t.covers_on,
    t.article_id,
    m.revision_id,
    m.filed_on,
    m.position,
    m.text,
    case settled.verdict when 'is' then settled.entity_id end,
    settled.correction_id
from telling as t
inner join core.mention as m on t.revision_id = m.revision_id and t.filed_on = m.filed_on and m.filed_on between %(first_filed)s and %(last_filed)s
left join mart.standing_alias as here on t.article_id = here.article_id and m.text = here.words
left join mart.standing_alias as everywhere on everywhere.article_id is null and m.text = everywhere.words
-- what is settled for the article goes before what is settled everywhere
cross join lateral (
    select
        coalesce(here.verdict, everywhere.verdict) as verdict,
        coalesce(here.entity_id, everywhere.entity_id) as entity_id,
        coalesce(here.correction_id, everywhere.correction_id) as correction_id
) as settled
where
    exists (select 1 from mart.standing_alias)
    and case settled.verdict
        when 'is' then m.entity_id is distinct from settled.entity_id
        when 'is_not' then m.entity_id = settled.entity_id
    end

-- One row per mention in a revision of the articles of these days that names another entity than the machine found: a person says so.
insert into mart.settled_mention (covers_on, article_id, revision_id, filed_on, position, words, entity_id, correction_id)
with settled as (
    -- what is settled for the article goes before what is settled everywhere
    select distinct on (m.revision_id, m.position)
        t.covers_on,
        t.article_id,
        m.revision_id,
        m.filed_on,
        m.position,
        m.text,
        m.entity_id,
        s.verdict,
        s.entity_id as settled_entity_id,
        s.correction_id
    from telling as t
    inner join core.mention as m on t.revision_id = m.revision_id and t.filed_on = m.filed_on and m.filed_on between %(first_filed)s and %(last_filed)s
    inner join mart.standing_alias as s on m.text = s.words and (s.article_id is null or t.article_id = s.article_id)
    where exists (select 1 from mart.standing_alias)
    order by m.revision_id, m.position, s.article_id nulls last
)

select
    covers_on,
    article_id,
    revision_id,
    filed_on,
    position,
    text,
    case verdict when 'is' then settled_entity_id end,
    correction_id
from settled
where case verdict when 'is' then entity_id is distinct from settled_entity_id else entity_id = settled_entity_id end

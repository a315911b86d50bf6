-- One row per group that is said to have done something, and that was on no list on that day.
--
-- Which undesignated groups appear in the coverage of attacks?
--
-- Groups whom a claim, a confirmation, an accusation or a suspicion names, by the articles that do so. Governments, armies and parties are
-- no groups here.
--
-- :since  date  latest - 6 days  first publication day
-- :until  date  latest           last publication day
select
    l.actor_name as group_name,
    l.actor_entity_id as entity_id,
    count(distinct l.article_id) as articles,
    count(distinct l.origin) as origins,
    array_agg(distinct l.stance order by l.stance) as stances,
    min(l.stated_at) as first_stated_at
from report.attribution_ledger as l
inner join report.stance as s on l.stance = s.stance and s.weight > 0
where
    l.covers_on between %(since)s and %(until)s
    and l.actor_kind = 'group'
    and not l.is_negated
    and not exists (
        select from report.designation as d
        where
            d.entity_id = l.actor_entity_id
            and coalesce(d.listed_on, l.covers_on) <= l.covers_on
            and coalesce(d.delisted_on, 'infinity') > l.covers_on
    )
group by l.actor_name, l.actor_entity_id
order by articles desc, l.actor_name

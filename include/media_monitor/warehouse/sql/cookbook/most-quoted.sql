-- One row per speaker.
--
-- Who is quoted most, and by whom?
--
-- Direct speech only, each quotation once per article; speakers that are a bare pronoun are left out.
--
-- :since  date     latest - 6 days  first publication day
-- :until  date     latest           last publication day
-- :story  text     none             only this story (its id)
-- :most   integer  15               so many speakers
with span as materialized (
    select
        min(first_filed_on) as first_on,
        max(last_filed_on) as last_on
    from report.filing
    where covers_on between %(since)s and %(until)s
)

select
    q.speaker_name as speaker,
    e.kind,
    count(*) as quotes,
    count(distinct q.article_id) as articles,
    array_agg(distinct o.outlet order by o.outlet) as outlets
from report.quote as q
inner join report.outlet as o on q.outlet_id = o.outlet_id
left join report.entity as e on q.speaker_entity_id = e.entity_id
where
    q.covers_on between %(since)s and %(until)s
    and q.filed_on between (select first_on from span) and (select last_on from span)
    and q.is_direct
    and (%(story)s::text is null or q.story_id = %(story)s)
    and lower(q.speaker_name) not in ('he', 'she', 'they', 'it', 'him', 'her', 'who', 'i', 'we')
group by q.speaker_name, e.kind
order by quotes desc, articles desc, q.speaker_name
limit %(most)s

-- One row per pair of states that was not compared yet, at most so many; a text that retention has removed cannot be.
select
    p.covers_on,
    p.article_id,
    p.outlet_id,
    p.revision_id,
    p.previous_revision_id,
    p.pair_sha,
    q.title as previous_title,
    q.text as previous_text,
    r.title,
    r.text
from state_pair as p
inner join core.revision as r on p.revision_id = r.revision_id and p.filed_on = r.filed_on
inner join core.revision as q on p.previous_revision_id = q.revision_id and p.previous_filed_on = q.filed_on
where
    r.text is not null and q.text is not null
    and not exists (select 1 from mart.state_difference as d where d.covers_on = p.covers_on and d.revision_id = p.revision_id)
order by p.revision_id
limit %(most)s

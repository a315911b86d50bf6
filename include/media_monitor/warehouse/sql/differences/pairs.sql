-- One row per state of the articles of these days after the first (a scratch table of this transaction), with the state before it.
drop table if exists state_pair;

create temporary table state_pair on commit drop as
select
    s.covers_on,
    s.article_id,
    s.outlet_id,
    s.revision_id,
    s.filed_on,
    p.revision_id as previous_revision_id,
    p.filed_on as previous_filed_on,
    sha256(r.content_sha || q.content_sha || convert_to(%(version)s::text, 'UTF8')) as pair_sha
from mart.article_state as s
inner join mart.article_state as p on s.previous_revision_id = p.revision_id and s.covers_on = p.covers_on and p.covers_on = any(%(days)s)
inner join core.revision as r on s.revision_id = r.revision_id and s.filed_on = r.filed_on and r.filed_on between %(first_filed)s and %(last_filed)s
inner join core.revision as q on p.revision_id = q.revision_id and p.filed_on = q.filed_on and q.filed_on between %(first_filed)s and %(last_filed)s
where s.covers_on = any(%(days)s);

analyze state_pair

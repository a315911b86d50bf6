-- One row: a casualty figure of the current state of an article as the machine reads it.
select
    c.*,
    a.article_id,
    sha256(convert_to(substr(
        case c.evidence_field when 'title' then r.title else r.text end, c.evidence_start + 1, c.evidence_end - c.evidence_start
    ), 'UTF8')) as evidence_sha
from core.article as a
inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
inner join core.casualty as c on r.revision_id = c.revision_id and r.filed_on = c.filed_on
where a.article_id = %(article_id)s and c.position = %(position)s

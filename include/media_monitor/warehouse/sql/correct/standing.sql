-- One row: a correction, withdrawn or not.
select
    kind,
    verdict,
    article_id,
    other_article_id,
    words,
    withdrawn_by,
    withdrawn_at
from core.correction
where correction_id = %(correction_id)s
for update

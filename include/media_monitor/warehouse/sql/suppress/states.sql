-- One row per state of these articles that has a text.
select
    revision_id,
    filed_on,
    title,
    text
from core.revision
where article_id = any(%(articles)s) and text is not null

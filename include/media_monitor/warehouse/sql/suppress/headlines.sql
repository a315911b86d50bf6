-- No row: the headlines under which feeds and pages listed these articles, which may use the last word of the name alone.
with listed as (
    select p.page_id
    from core.article_key as k
    inner join ops.page as p on k.key_sha = p.url_sha
    where k.article_id = any(%(articles)s)
), pages as (
    update ops.page set title = ops.blanked(title, %(short_name)s)
    where page_id in (select l.page_id from listed as l) and title ~ %(short_name)s
), entries as (
    update ops.entry set title = ops.blanked(title, %(short_name)s)
    where page_id in (select l.page_id from listed as l) and title ~ %(short_name)s
)

update ops.entry_title as t set title = ops.blanked(t.title, %(short_name)s)
from ops.entry as e
where t.entry_id = e.entry_id and e.page_id in (select l.page_id from listed as l) and t.title ~ %(short_name)s

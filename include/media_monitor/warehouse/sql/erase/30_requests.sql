-- One row per address of these articles: it is gone, asked for no more, and keeps no headline.
with gone as (
    update ops.page as p
    set title = null, guid = null, outcome = 'gone', outcome_reason = 'erased'
    where p.url_sha in (select t.key_sha from core.tombstone as t)
    returning p.page_id
), not_due as (
    delete from ops.page_due where page_id in (select g.page_id from gone as g)
), headlines as (
    delete from ops.entry_title where entry_id in (
        select e.entry_id
        from ops.entry as e
        inner join gone as g on e.page_id = g.page_id
    )
)

update ops.entry
set title = null
where page_id in (select g.page_id from gone as g)

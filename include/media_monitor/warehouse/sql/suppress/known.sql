-- One row per place in the reference data that bears this name: it is somebody's file, and not ours to change.
select
    'entity ' || e.entity_id || ' of the knowledge base' as place,
    'take it out of entities.csv, then `media-monitor sync-reference`' as remedy
from ref.entity as e
where
    e.name ~ %(full_name)s
    or exists (select 1 from ref.entity_alias as a where a.entity_id = e.entity_id and a.alias ~ %(full_name)s)
union all
select
    'watch ' || w.watch_id as place,
    format('`media-monitor watchlist remove %%s`', w.watch_id) as remedy
from ref.watch as w
where w.value ~ %(full_name)s or w.note ~ %(full_name)s
order by 1

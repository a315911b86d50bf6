-- No row: what these articles are found by, of their current states.
insert into core.copy_sketch (article_id, revision_id, told_at, agency, sketch)
select
    a.article_id,
    r.revision_id,
    coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at),
    r.agency,
    s.sketch
from unnest(%(article_ids)s::bigint[], %(sketches)s::bytea[]) as s (article_id, sketch)
inner join core.article as a on s.article_id = a.article_id
inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
order by a.article_id
on conflict (article_id) do update set
revision_id = excluded.revision_id,
told_at = excluded.told_at,
agency = excluded.agency,
sketch = excluded.sketch

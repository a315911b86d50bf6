-- One row per archive object whose revisions carry tags of another annotator, oldest first. One that was read again already has
-- pages which that version rejects: they keep their tags, and must not keep the others waiting.
select
    r.object_id,
    count(*)::int as revision_count
from core.revision as r
where
    r.annotator <> %(annotator)s
    and not exists (
        select 1 from ops.batch as b
        where b.object_id = r.object_id and b.purpose = 'retag' and b.annotator = %(annotator)s and b.state = 'published'
    )
group by r.object_id
order by r.object_id
limit %(most)s

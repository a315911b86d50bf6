-- One row per archive object whose revisions carry tags of another annotator, oldest first.
select
    r.object_id,
    count(*)::int as revision_count
from core.revision as r
where r.annotator <> %(annotator)s
group by r.object_id
order by r.object_id
limit %(most)s

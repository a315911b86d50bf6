-- One row per state: told apart by the text that it has now, as a page read again is.
update core.revision as r
set content_sha = t.content_sha
from unnest(%(revisions)s::bigint[], %(filed_on)s::date[], %(shas)s::bytea[]) as t (revision_id, filed_on, content_sha)
where r.revision_id = t.revision_id and r.filed_on = t.filed_on

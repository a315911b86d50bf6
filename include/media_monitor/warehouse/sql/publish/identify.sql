-- One row per staged article: it is the same article as the others of its group; article_id NULL = a new one. Of a canonical URL that
-- is not believed nothing is kept.
update publishing as p
set
    group_page = i.group_page,
    article_id = i.article_id,
    canonical_url = case when i.is_misled then p.url else p.canonical_url end,
    canonical_sha = case when i.is_misled then p.url_sha else p.canonical_sha end
from unnest(%(pages)s::bigint[], %(groups)s::bigint[], %(articles)s::bigint[], %(misled)s::boolean[])
    as i (record_offset, group_page, article_id, is_misled)
where p.record_offset = i.record_offset;

analyze publishing

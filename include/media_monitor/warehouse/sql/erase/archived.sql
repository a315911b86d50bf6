-- One row per record of the archive that holds a page of these articles or addresses.
select
    b.url,
    o.record_offset
from ops.outcome as o
inner join ops.archive_object as b on o.object_id = b.object_id
where o.article_id = any(%(articles)s)
union
select
    b.url,
    f.record_offset
from ops.page as p
inner join ops.page_fetch as f on p.page_id = f.page_id
inner join ops.archive_object as b on f.object_id = b.object_id
where p.url_sha = any(%(keys)s)
order by 1, 2

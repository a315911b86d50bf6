-- One row per article that is of a copy group with one of these: the group, and whether the text is its own.
select
    article_id,
    copy_group_id,
    is_origin
from core.copy_group
where
    copy_group_id in (
        select g.copy_group_id from core.copy_group as g
        where g.article_id = any(%(article_ids)s::bigint[])
    )

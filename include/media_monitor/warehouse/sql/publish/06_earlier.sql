-- One row per known state that this batch saw earlier than any before: coverage that arrives late moves its first sight back.
update core.revision as r
set seen_at = d.fetched_at
from decision as d
where
    d.is_earlier_sight
    and r.article_id = d.article_id
    and r.content_sha = d.content_sha
    and r.seen_at > d.fetched_at
    and not exists (
        select 1 from core.revision as between_them
        where
            between_them.article_id = d.article_id
            and between_them.seen_at > d.fetched_at
            and between_them.seen_at < r.seen_at
    )

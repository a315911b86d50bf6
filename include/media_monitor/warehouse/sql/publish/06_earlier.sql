-- One row per known state and article that this batch saw earlier than any before: coverage that arrives late moves its first
-- sight back. `stale` keeps the days of the changed articles as they were counted until now, and as they are after the move.
create temporary table stale on commit drop as
select distinct a.covers_on
from core.article as a
inner join decision as d on a.article_id = d.article_id
where a.current_revision_id is not null and (d.outcome = 'published' or d.fetched_at < a.first_seen_at);

update core.revision as r
set seen_at = d.fetched_at
from (
    select
        article_id,
        content_sha,
        known_at,
        min(fetched_at) as fetched_at
    from decision
    where fetched_at < known_at
    group by article_id, content_sha, known_at
) as d
where r.article_id = d.article_id and r.content_sha = d.content_sha and r.seen_at = d.known_at;

with moved as (
    update core.article as a
    set first_seen_at = d.fetched_at
    from (
        select
            article_id,
            min(fetched_at) as fetched_at
        from decision
        group by article_id
    ) as d
    where a.article_id = d.article_id and d.fetched_at < a.first_seen_at
    returning a.covers_on
)

insert into stale (covers_on)
select distinct covers_on
from moved

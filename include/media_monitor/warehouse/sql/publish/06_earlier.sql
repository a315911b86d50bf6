-- One row per known state and article whose first sight is another than it was: coverage that arrives late moves it back, or parts
-- a state from its earlier sights. `stale` keeps the days of the changed articles as they were counted until now, and after the move.
create temporary table stale on commit drop as
select distinct a.covers_on
from core.article as a
inner join decision as d on a.article_id = d.article_id
where
    a.current_revision_id is not null
    and (
        d.outcome = 'published'
        or d.fetched_at < a.first_seen_at
        or a.article_id in (select s.article_id from sighted as s where s.is_state)
    );

update core.revision as r
set seen_at = s.first_at
from sighted as s
where s.is_state and r.revision_id = s.revision_id and r.filed_on = s.filed_on;

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

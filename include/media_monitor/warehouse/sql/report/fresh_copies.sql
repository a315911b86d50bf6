-- One row per article around these days whose copies are to be found, by day: its text is another than they were found by, or the
-- origin of its group was erased.
with around as (
    select distinct day + back as covers_on
    from unnest(%(days)s::date[]) as day
    cross join generate_series(-%(reach)s, %(reach)s) as back
)

select
    a.covers_on,
    a.article_id
from around
inner join core.article as a on around.covers_on = a.covers_on
left join core.copy_sketch as s on a.article_id = s.article_id
left join core.copy_group as g on a.article_id = g.article_id and not g.is_origin
where
    s.revision_id is distinct from a.current_revision_id
    or (
        g.copy_group_id is not null
        and not exists (
            select 1 from core.copy_group as origin
            where origin.copy_group_id = g.copy_group_id and origin.is_origin
        )
    )
order by a.covers_on, a.article_id

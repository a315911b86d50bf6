-- One row per casualty figure of a revision of the articles of these days as corrected: `corrected_figure`, a scratch table of this
-- transaction with the columns of core.casualty and the latest correction that shows.
drop table if exists corrected_figure;

insert into mart.correction_match (
    covers_on, article_id, kind, revision_id, filed_on, position, correction_id, verdict, reads, is_in_place, is_current
)
select
    covers_on,
    article_id,
    'figure',
    revision_id,
    filed_on,
    position,
    correction_id,
    verdict,
    reads,
    true,
    is_current
from mart.figure_correction
where covers_on = any(%(days)s);

create temporary table corrected_figure on commit drop as
with settled as (
    select
        c.revision_id,
        c.filed_on,
        c.position,
        max(c.correction_id) as correction_id,
        (array_agg(c.verdict order by c.correction_id desc))[1] = 'wrong' as is_wrong,
        coalesce(jsonb_object_agg(e.key, e.value order by c.correction_id) filter (where e.key is not null), '{}') as reads
    from mart.correction_match as c
    left join lateral jsonb_each(c.reads) as e (key, value) on true
    where c.kind = 'figure' and c.covers_on = any(%(days)s)
    group by c.revision_id, c.filed_on, c.position
)

select
    c.*,
    null::bigint as correction_id
from telling as t
inner join core.casualty as c on t.revision_id = c.revision_id and t.filed_on = c.filed_on and c.filed_on between %(first_filed)s and %(last_filed)s
left join settled as s on c.revision_id = s.revision_id and c.filed_on = s.filed_on and c.position = s.position
where s.revision_id is null
union all
select
    read.*,
    s.correction_id
from settled as s
inner join core.casualty as c
    on
        s.revision_id = c.revision_id and s.filed_on = c.filed_on and s.position = c.position
        and c.filed_on between %(first_filed)s and %(last_filed)s
cross join lateral jsonb_populate_record(c, s.reads) as read
where not s.is_wrong;

analyze corrected_figure

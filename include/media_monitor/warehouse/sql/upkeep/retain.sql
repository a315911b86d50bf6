-- One row: texts that a policy of retention no longer keeps, and the articles that it removes whole (their ids).
with policy as (
    select
        what,
        %(today)s::date - days as kept_since
    from ref.retention
),

forgotten as (
    update core.revision as r
    set text = null
    from policy as p
    where p.what = 'text' and r.filed_on < p.kept_since and r.text is not null
    returning r.article_id, r.revision_id
),

silent as (
    delete from mart.article_search where revision_id in (select f.revision_id from forgotten as f)
),

stale as (
    insert into ops.report_due (covers_on, since)
    select distinct
        a.covers_on,
        %(now)s::timestamptz
    from core.article as a
    inner join forgotten as f on a.article_id = f.article_id
    order by a.covers_on
    on conflict (covers_on) do update set since = excluded.since
)

select
    (select count(*)::int from forgotten) as texts,
    (
        select array_agg(a.article_id order by a.article_id)
        from core.article as a
        inner join policy as p on p.what = 'everything' and a.current_filed_on < p.kept_since
    ) as articles

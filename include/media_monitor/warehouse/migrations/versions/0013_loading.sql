-- Loading: the counts of a batch add up, or it is not published; what PostgreSQL refuses names the constraint that refused it.

alter table ops.batch
    add column article_count integer,
    add column rejected_count integer,
    add column quarantined_count integer not null default 0;

-- what was published before: every page has an outcome, and those that are neither rejected nor held went through as articles
update ops.batch as b
set
    record_count = coalesce(b.record_count, 0),
    article_count = coalesce(b.record_count, 0) - counted.rejected - counted.quarantined,
    rejected_count = counted.rejected,
    quarantined_count = counted.quarantined
from (
    select
        x.batch_id,
        count(*) filter (where o.outcome in ('not_an_article', 'failed')) as rejected,
        count(*) filter (where o.outcome = 'quarantined') as quarantined
    from ops.batch as x
    left join ops.outcome as o on x.batch_id = o.batch_id
    group by x.batch_id
) as counted
where b.batch_id = counted.batch_id and b.state = 'published';

alter table ops.batch
    -- squawk-ignore constraint-missing-not-valid -- a few hundred rows a day: the scan takes milliseconds
    add constraint batch_counts_add_up check (
        state <> 'published' or coalesce(record_count = article_count + rejected_count + quarantined_count, false)
    );
comment on column ops.batch.record_count is 'Pages that ingest read; NULL until then. In an open batch: its staged rows were lost, ingest makes them again';
comment on column ops.batch.article_count is 'Pages that were published as an article, or found to be one that is known';
comment on column ops.batch.rejected_count is 'Pages without an article: not_an_article, failed';
comment on column ops.batch.quarantined_count is 'Pages that the gate or PostgreSQL itself refused';

-- constraints whose plain names were taken while the tables before them were still there: a page's reason for quarantine says them
do $$
declare
    named record;
begin
    for named in
        select conrelid::regclass as of_table, conname as name
        from pg_constraint
        where connamespace = 'core'::regnamespace and conname ~ '_(check|pkey|fkey)1$' and conislocal
    loop
        execute format('alter table %s rename constraint %I to %I', named.of_table, named.name, rtrim(named.name, '1'));
    end loop;
end
$$;

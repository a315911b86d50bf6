-- One row: for how many minutes the oldest work of each step has waited. What is due and not done tells that runs are missing, which a
-- run that is not there cannot.
select
    (%(now)s at time zone 'UTC')::date::text as slice,
    'pipeline' as subject,
    greatest(0, extract(epoch from %(now)s - w.poll_due_at) / 60) as poll_minutes,
    greatest(0, extract(epoch from %(now)s - w.fetch_due_at) / 60) as fetch_minutes,
    greatest(0, extract(epoch from %(now)s - w.load_due_at) / 60) as load_minutes,
    greatest(0, extract(epoch from %(now)s - w.report_due_at) / 60) as report_minutes
from (
    select
        (
            select min(s.next_poll_at)
            from ops.feed_state as s
            inner join ref.feed as f on s.feed_id = f.feed_id
            where f.is_active
        ) as poll_due_at,
        (select min(due_at) from ops.page_due) as fetch_due_at,
        (
            select min(o.created_at)
            from ops.archive_object as o
            where
                o.purpose = 'pages'
                and not exists (
                    select 1 from ops.batch as b
                    where b.object_id = o.object_id and b.purpose = 'live' and b.state = 'published'
                )
        ) as load_due_at,
        (select min(since) from ops.report_due) as report_due_at
) as w

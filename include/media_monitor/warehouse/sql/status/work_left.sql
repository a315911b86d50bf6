-- One row: how much work waits at each stage.
select
    (
        select count(*)::int
        from ops.feed_state as s
        inner join ref.feed as f on s.feed_id = f.feed_id
        where f.is_active and s.next_poll_at <= %(horizon)s and (s.last_polled_at is null or s.last_polled_at < %(since)s)
    ) as feeds,
    (select count(distinct page_id)::int from ops.page_due where due_at <= %(horizon)s and reason = any(%(reasons)s)) as pages,
    (
        select count(*)::int from ops.archive_object as o
        where
            o.purpose = 'pages'
            and not exists (
                select 1 from ops.batch as b
                where b.object_id = o.object_id and b.purpose = 'live' and b.state = 'published'
            )
    ) as batches,
    (select count(*)::int from ops.report_due) as report_days

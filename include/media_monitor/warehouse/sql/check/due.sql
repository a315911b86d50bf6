-- One row: what of core, the feeds and the pipeline there is to check.
select
    (select count(*) > 0 from ref.feed where is_active) as has_feeds,
    -- days of which something was published, or of whose outlets something was published in the window before
    array(
        select day
        from unnest(%(days)s::date[]) as day
        where exists (select 1 from mart.text_profile as p where p.covers_on <= day and p.covers_on >= day - %(past_days)s)
        order by day
    ) as outlet_days,
    -- days on which batches that were published since the last look at tags filed their revisions. A look reads the partitions of
    -- whole months, so there are four a day at most; an hour of overlap, because a batch commits after the time that it bears.
    array(
        select distinct d.covers_on
        from ops.batch as b
        inner join ops.archive_day as d on b.object_id = d.object_id and (b.covers_on is null or b.covers_on = d.covers_on)
        where
            b.state = 'published'
            and b.finished_at >= coalesce(
                (select max(c.checked_at) - interval '1 hour' from ops.check_result as c where c.suite = 'core tags'), '-infinity'
            )
            and not exists (
                select 1 from ops.check_result as c
                where c.suite = 'core tags' and c.checked_at > %(now)s - interval '6 hours'
            )
        order by d.covers_on
    ) as tag_days

-- The quality gate: results of batches and of core in one ledger, how outlets usually write, when each feed was heard,
-- counts that must add up, and quarantine that can be replayed.

-- results: of a batch, or of core on a day ---------------------------------------------------------------------------------------

alter table ops.check_result
    add column suite text not null default 'staged articles',
    add column covers_on date,
    add column subjects text[] not null default '{}';
-- squawk-ignore ban-drop-constraint -- the unique index below takes its place
alter table ops.check_result drop constraint check_result_pkey;
-- squawk-ignore ban-drop-not-null -- results of core have no batch
alter table ops.check_result alter column batch_id drop not null;
-- squawk-ignore require-concurrent-index-creation -- some 20 rows a batch: built in less time than a check takes
create unique index check_result_batch on ops.check_result (batch_id, expectation);
-- squawk-ignore require-concurrent-index-creation -- as above
create unique index check_result_day on ops.check_result (covers_on, suite, expectation) where batch_id is null;
-- squawk-ignore require-concurrent-index-creation -- as above
create index check_result_checked on ops.check_result (checked_at);
comment on table ops.check_result is 'One row per batch and expectation; of core, the feeds and the pipeline one row per day, suite and expectation';
comment on column ops.check_result.column_name is 'The fact that was measured of each subject (quality/sql/)';
comment on column ops.check_result.checked_at is 'When it was checked last';
comment on column ops.check_result.is_success is 'True if no more failed than the expectation tolerates';
comment on column ops.check_result.suite is 'What was checked: staged articles, staged batch, core outlets, core tags, feeds, pipeline';
comment on column ops.check_result.severity is 'block: nothing of the batch is published, or the task fails; quarantine: the failing pages stay out; warn: recorded';
comment on column ops.check_result.covers_on is 'The day that was checked; NULL for a batch';
comment on column ops.check_result.row_count is 'Subjects that were checked: articles, outlets, feeds, tables';
comment on column ops.check_result.failed_count is 'Subjects that failed; where the expectation tolerates some, it may hold all the same';
comment on column ops.check_result.subjects is 'Which outlets, feeds or tables failed, at most 20; never a value';

-- counts that add up (rows that are there pass both constraints: to look at each would keep readers waiting for nothing) ----------

alter table ops.feed_poll
    add column known_count integer,
    add column repeated_count integer,
    add constraint feed_poll_adds_up check (entry_count = new_count + changed_count + known_count + repeated_count) not valid;
-- squawk-ignore require-concurrent-index-creation -- a BRIN index of a table that is kept for 90 days: one look at each page
create index feed_poll_polled_at on ops.feed_poll using brin (polled_at);
comment on column ops.feed_poll.entry_count is 'Entries in the document: new + changed + known + repeated';
comment on column ops.feed_poll.known_count is 'Entries that were known with this headline; NULL for polls before they were counted';
comment on column ops.feed_poll.repeated_count is 'Entries whose key the document had named before';
comment on column ops.feed_poll.dropped_count is 'Items of the document that are no entries: beyond the limit, or without anything to tell them by';

-- quarantine --------------------------------------------------------------------------------------------------------------------------

alter table ops.quarantine
    add column outlet_id text,
    add column replay_batch_id bigint,
    add column replay_count integer not null default 0;
comment on table ops.quarantine is 'One row per archived page that was kept out of core, with the reasons; the page itself stays in the archive';
comment on column ops.quarantine.outlet_id is 'The outlet whose page it is; NULL where that is not known';
comment on column ops.quarantine.reasons is 'Expectations it failed, what PostgreSQL refused, or what broke when it was read';
comment on column ops.quarantine.replayed_at is 'When it was read again and ended in another outcome; NULL = still kept out';
comment on column ops.quarantine.replay_batch_id is 'The batch that reads it again, or did; NULL while nobody asked for that';
comment on column ops.quarantine.replay_count is 'How often it was read again';

-- squawk-ignore ban-drop-constraint -- made anew in the next statement, wider
alter table ops.batch drop constraint batch_purpose_check;
alter table ops.batch add constraint batch_purpose_check check (purpose in ('live', 'backfill', 'retag', 'replay')) not valid;
comment on column ops.batch.purpose is 'live and backfill read pages for the first time, retag reads those of older tags again, replay those in quarantine';
alter table ops.batch add column record_offsets bigint[];
comment on column ops.batch.record_offsets is 'Only the records at these offsets; NULL = all that covers_on allows';
comment on column ops.batch.annotator is 'What tells the batches of one slice and purpose apart: of a retag the annotator, of a replay when it was asked for';

-- how an outlet usually writes ------------------------------------------------------------------------------------------------------

create table mart.text_profile (
    covers_on date not null,
    outlet_id text not null,
    language text not null,
    article_count integer not null,
    relevant_count integer not null,
    claim_count integer not null,
    word_log_sum double precision not null,
    primary key (outlet_id, covers_on, language)
);
create index text_profile_covers_on on mart.text_profile (covers_on);
comment on table mart.text_profile is 'One row per publication day, outlet and language: what drift is measured against';
comment on column mart.text_profile.covers_on is 'The articles'' day: publication day, else the UTC day of their first sight';
comment on column mart.text_profile.outlet_id is 'The outlet, by its id in the seeds';
comment on column mart.text_profile.article_count is 'Articles of the day in that language';
comment on column mart.text_profile.language is 'Language of the text; und = not identified';
comment on column mart.text_profile.relevant_count is 'Articles on terrorism or armed conflict';
comment on column mart.text_profile.claim_count is 'Claims of responsibility in the relevant ones';
comment on column mart.text_profile.word_log_sum is 'Sum of the natural logarithms of the word counts: divided by article_count, the usual length, whatever single long reads do';

-- when each feed was heard ---------------------------------------------------------------------------------------------------------

create table mart.gap_calendar (
    covers_on date not null,
    feed_id text not null,
    outlet_id text not null,
    state text not null check (state in ('ok', 'silent', 'no data', 'not polled')),
    is_over boolean not null,
    poll_count integer not null,
    success_count integer not null,
    entry_count integer not null,
    expected_count double precision,
    arrival_count integer not null,
    lossy_count integer not null,
    document_count integer,
    watched_seconds integer not null,
    silence_seconds integer not null,
    longest_silence_seconds integer not null,
    usual_gap_seconds integer,
    silence_limit_seconds integer,
    last_success_at timestamptz,
    last_arrival_at timestamptz,
    primary key (feed_id, covers_on)
) partition by range (covers_on);
comment on table mart.gap_calendar is 'One row per UTC day and feed since its first poll: was it heard, and did it speak? It tells "no news" from "no feed"';
comment on column mart.gap_calendar.covers_on is 'UTC day';
comment on column mart.gap_calendar.feed_id is 'Name of the feed in the seeds';
comment on column mart.gap_calendar.outlet_id is 'The outlet whose feed it is';
comment on column mart.gap_calendar.poll_count is 'Polls of the day';
comment on column mart.gap_calendar.success_count is 'Of these, polls that ended in a document or in "not modified"';
comment on column mart.gap_calendar.last_success_at is 'When it was last heard, on this day or before';
comment on column mart.gap_calendar.last_arrival_at is 'When it last brought something new, on this day or before';
comment on column mart.gap_calendar.state is 'ok; silent = heard, and saying nothing for longer than it ever does; no data = no poll succeeded; not polled = nobody asked';
comment on column mart.gap_calendar.is_over is 'False for the day in which the row was last filled: its counts are of a part of the day';
comment on column mart.gap_calendar.entry_count is 'New entries; what the very first poll of a feed brings is its backlog and does not count';
comment on column mart.gap_calendar.expected_count is 'Median of the same weekday among the 28 days before on which it was heard; NULL = too little is known';
comment on column mart.gap_calendar.arrival_count is 'Polls that brought something new';
comment on column mart.gap_calendar.lossy_count is 'Polls of which no entry was known: entries between them and the poll before may never have been seen';
comment on column mart.gap_calendar.document_count is 'Entries in its newest document: how many it can lose none of while nobody asks';
comment on column mart.gap_calendar.watched_seconds is 'Time between successful polls, at most 27 hours each: when it would have been heard';
comment on column mart.gap_calendar.silence_seconds is 'Watched time since the last arrival, at the end of the day';
comment on column mart.gap_calendar.longest_silence_seconds is 'Longest watched time before an arrival of this day';
comment on column mart.gap_calendar.usual_gap_seconds is 'Watched time per arrival in the 28 days before';
comment on column mart.gap_calendar.silence_limit_seconds is 'A longer silence is unusual: 10 usual gaps, and half as long again as the second longest of the 28 days before';

select ops.ensure_month((date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date) from generate_series(0, 3) as ahead;

-- marts of the days that exist are filled by the next report
insert into ops.report_due (covers_on, since)
select distinct covers_on, now() from core.article
on conflict (covers_on) do update set since = excluded.since;

-- views -------------------------------------------------------------------------------------------------------------------------------

drop view mart.quality_scorecard;

create view mart.quality_scorecard as
-- grain: one row per suite and expectation
with result as (
    select
        *,
        rank() over (partition by suite, expectation order by covers_on desc nulls last, checked_at desc) = 1 as is_newest,
        checked_at >= now() - interval '7 days' as is_of_week,
        checked_at >= now() - interval '28 days' as is_of_month
    from ops.check_result
),

counted as (
    select
        suite,
        expectation,
        (array_agg(column_name order by checked_at desc))[1] as column_name,
        (array_agg(severity order by checked_at desc))[1] as severity,
        -- a breach of core on an older day stays until that day is checked again
        bool_and(is_success) filter (where is_newest or (severity = 'block' and batch_id is null)) as is_passed,
        sum(failed_count) filter (where is_newest or (severity = 'block' and batch_id is null)) as last_failed_count,
        max(checked_at) as last_checked_at,
        count(*) filter (where is_of_month) as check_count,
        count(*) filter (where is_of_month and not is_success) as failed_check_count,
        sum(failed_count) filter (where is_of_week)::double precision / nullif(sum(row_count) filter (where is_of_week), 0) as failed_share_7d,
        sum(failed_count) filter (where is_of_month)::double precision / nullif(sum(row_count) filter (where is_of_month), 0) as failed_share_28d
    from result
    group by suite, expectation
)

select
    suite,
    expectation,
    column_name,
    severity,
    is_passed,
    last_failed_count,
    last_checked_at,
    check_count,
    failed_check_count,
    failed_share_7d,
    failed_share_28d,
    case
        when failed_share_7d is null then 'unknown'
        -- a point in a hundred is what a handful of odd pages makes
        when failed_share_7d > 2 * failed_share_28d + 0.01 then 'worse'
        when failed_share_28d > 2 * failed_share_7d + 0.01 then 'better'
        else 'steady'
    end as trend
from counted;
comment on view mart.quality_scorecard is 'One row per suite and expectation: how it did last, how often it failed in 7 and 28 days, and where that goes';
comment on column mart.quality_scorecard.suite is 'What is checked: staged articles, staged batch, core outlets, core tags, feeds, pipeline';
comment on column mart.quality_scorecard.column_name is 'The fact that is measured, as last checked';
comment on column mart.quality_scorecard.severity is 'block, quarantine or warn, as last checked';
comment on column mart.quality_scorecard.last_failed_count is 'Subjects that failed then';
comment on column mart.quality_scorecard.last_checked_at is 'When it was checked last';
comment on column mart.quality_scorecard.check_count is 'Batches or days that were checked in the last 28 days';
comment on column mart.quality_scorecard.failed_check_count is 'Of these, those in which it did not hold';
comment on column mart.quality_scorecard.is_passed is 'In the newest batch or on the newest day; what blocks, on every day of core as last checked';
comment on column mart.quality_scorecard.failed_share_7d is 'Part of the subjects checked in the last 7 days that failed, 0 to 1';
comment on column mart.quality_scorecard.failed_share_28d is 'Part of the subjects checked in the last 28 days that failed, 0 to 1';
comment on column mart.quality_scorecard.trend is 'worse or better = the week has more than twice, or less than half, of the share of the 28 days, and a point in a hundred more';

drop view mart.source_health;

create view mart.source_health as
-- grain: one row per feed
with newest as (
    select distinct on (feed_id) *
    from mart.gap_calendar
    order by feed_id, covers_on desc
),

month as (
    select
        feed_id,
        sum(poll_count) as poll_count,
        sum(entry_count) as entry_count,
        sum(lossy_count) as lossy_count,
        sum(arrival_count)::double precision / nullif(sum(watched_seconds), 0) as arrivals_per_second,
        sum(entry_count)::double precision / nullif(sum(watched_seconds), 0) as entries_per_second
    from mart.gap_calendar
    where covers_on > (select max(g.covers_on) from mart.gap_calendar as g) - 28
    group by feed_id
),

missed as (
    select
        n.*,
        coalesce(m.poll_count, 0) as month_poll_count,
        coalesce(m.entry_count, 0) as month_entry_count,
        coalesce(m.lossy_count, 0) as month_lossy_count,
        -- what it has probably published since it was last heard
        coalesce(m.entries_per_second * extract(epoch from s.last_polled_at - s.last_success_at), 0) as unheard_count
    from newest as n
    inner join ops.feed_state as s on n.feed_id = s.feed_id
    left join month as m on n.feed_id = m.feed_id
)

select
    f.feed_id,
    f.outlet_id,
    s.last_polled_at,
    s.last_success_at,
    s.last_outcome,
    s.last_error,
    s.failure_count,
    s.newest_entry_at,
    s.next_poll_at,
    s.plan_reason,
    coalesce(m.month_poll_count, 0) as poll_count,
    coalesce(m.month_entry_count, 0) as entry_count,
    case
        when s.last_polled_at is null then 'never polled'
        when s.failure_count > 0 then 'failing'
        when m.silence_seconds > m.silence_limit_seconds or s.newest_entry_at < s.last_polled_at - interval '30 days' then 'silent'
        else 'ok'
    end as health,
    case
        when s.failure_count > 0 then s.last_success_at
        when m.silence_seconds > m.silence_limit_seconds then m.last_arrival_at
        when s.newest_entry_at < s.last_polled_at - interval '30 days' then s.newest_entry_at
    end as ailing_since,
    m.usual_gap_seconds,
    m.silence_seconds,
    coalesce(m.month_lossy_count, 0) as lossy_count,
    m.unheard_count,
    case
        when m.unheard_count >= m.document_count or m.month_lossy_count > 0 then 'likely'
        when m.unheard_count * 2 >= m.document_count then 'possible'
        when m.document_count is not null then 'unlikely'
    end as loss
from ref.feed as f
left join ops.feed_state as s on f.feed_id = s.feed_id
left join missed as m on f.feed_id = m.feed_id;
comment on view mart.source_health is 'One row per feed: does it still speak, since when not, and have entries probably been lost';
comment on column mart.source_health.poll_count is 'Polls of the last 28 days of the gap calendar';
comment on column mart.source_health.entry_count is 'New entries of these days';
comment on column mart.source_health.outlet_id is 'The outlet whose feed it is';
comment on column mart.source_health.last_success_at is 'When it last answered with a feed, changed or not';
comment on column mart.source_health.health is 'never polled, failing, silent (for longer than is its habit, or for 30 days) or ok';
comment on column mart.source_health.ailing_since is 'Since when it fails or says nothing: last success, or last arrival; NULL where it is well';
comment on column mart.source_health.lossy_count is 'Polls of these days of which no entry was known: what came between may never have been seen';
comment on column mart.source_health.unheard_count is 'Entries that it has probably published since it was last heard, by its usual volume';
comment on column mart.source_health.loss is
'likely = more unheard than its document holds, or a poll without a known entry in 28 days; possible = half of that; NULL = not known';

create view report.gap_calendar as
-- grain: one row per UTC day and feed
select
    g.covers_on,
    o.name as outlet,
    g.outlet_id,
    g.feed_id,
    g.state,
    g.is_over,
    g.poll_count,
    g.success_count,
    g.entry_count,
    g.expected_count,
    g.lossy_count,
    g.last_success_at,
    g.last_arrival_at
from mart.gap_calendar as g
inner join ref.outlet as o on g.outlet_id = o.outlet_id;
comment on column report.gap_calendar.outlet is 'The outlet''s name as it writes it';
comment on column report.gap_calendar.outlet_id is 'The outlet whose feed it is';
comment on view report.gap_calendar is 'One row per UTC day and feed: was it heard, and did it speak? A day without attacks is one only where the feeds are ok';

create view report.quality_scorecard as
-- grain: one row per suite and expectation
select * from mart.quality_scorecard;
comment on view report.quality_scorecard is 'One row per suite and expectation: how it did last, how often it failed in 7 and 28 days, and where that goes';

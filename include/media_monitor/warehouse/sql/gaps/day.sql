-- One row per feed that is monitored on the day, or was polled on it, and has ever been polled.
insert into mart.gap_calendar (
    covers_on, feed_id, outlet_id, state, is_over, poll_count, success_count, entry_count, expected_count, arrival_count, lossy_count,
    document_count, watched_seconds, silence_seconds, longest_silence_seconds, usual_gap_seconds, silence_limit_seconds, last_success_at,
    last_arrival_at
)
with poll as (
    select
        feed_id,
        polled_at,
        outcome in ('changed', 'same_body', 'not_modified') as is_success,
        entry_count,
        new_count,
        -- in a shorter document the known ones may have been pushed out one by one
        entry_count >= 5 and new_count > 0 and known_count = 0 and changed_count = 0 as is_lossy
    from ops.feed_poll
    where polled_at >= %(day)s::timestamp at time zone 'UTC' and polled_at < (%(day)s::timestamp + interval '1 day') at time zone 'UTC'
),

before as (
    -- how the day before left each feed; a feed that was switched off for more than a month begins anew
    select distinct on (feed_id)
        feed_id,
        document_count,
        silence_seconds,
        silence_limit_seconds,
        last_success_at,
        last_arrival_at
    from mart.gap_calendar
    where covers_on < %(day)s and covers_on >= %(day)s::date - 31
    order by feed_id, covers_on desc
),

month as (
    select
        feed_id,
        sum(watched_seconds) as watched_seconds,
        sum(arrival_count) as arrival_count,
        -- the second longest: what happened once is no habit
        (array_agg(longest_silence_seconds order by longest_silence_seconds desc))[2] as habitual_silence_seconds,
        count(*) filter (where is_heard) as day_count,
        percentile_cont(0.5) within group (order by entry_count) filter (where is_heard) as daily_count,
        count(*) filter (where is_heard and is_same_weekday) as weekday_count,
        percentile_cont(0.5) within group (order by entry_count) filter (where is_heard and is_same_weekday) as same_weekday_count
    from (
        select
            *,
            state in ('ok', 'silent') and is_over as is_heard,
            extract(isodow from covers_on) = extract(isodow from %(day)s::date) as is_same_weekday
        from mart.gap_calendar
        where covers_on < %(day)s and covers_on >= %(day)s::date - 28
    ) as past
    group by feed_id
),

rhythm as (
    select
        feed_id,
        watched_seconds / arrival_count as usual_gap_seconds,
        -- 10 usual gaps: the specification of silent staleness. But half as long again as its habit, too: most feeds sleep at night
        -- and at weekends, and an alarm every Sunday is one that nobody reads.
        greatest(10 * watched_seconds / arrival_count, 1.5 * habitual_silence_seconds) as silence_limit_seconds
    from month
    where arrival_count >= 5  -- fewer gaps have no usual length
),

heard as (
    select
        p.*,
        coalesce(lag(p.polled_at) over in_time, b.last_success_at) as earlier_at
    from poll as p
    left join before as b on p.feed_id = b.feed_id
    where p.is_success
    window in_time as (partition by p.feed_id order by p.polled_at)
),

watched as (
    select
        *,
        -- an idle feed is asked every 24 hours and up to a tenth more: what is longer is a gap of ours, in which nobody listened
        case when earlier_at is null then 0 else extract(epoch from least(polled_at - earlier_at, interval '27 hours')) end
            as watched_seconds,
        new_count > 0 and earlier_at is not null as is_arrival
    from heard
),

numbered as (
    select
        *,
        count(*) filter (where is_arrival) over (
            partition by feed_id order by polled_at rows between unbounded preceding and 1 preceding
        ) as silence_number
    from watched
),

silence as (
    select
        n.feed_id,
        n.silence_number,
        sum(n.watched_seconds) + case when n.silence_number = 0 then coalesce(max(b.silence_seconds), 0) else 0 end as seconds,
        bool_or(n.is_arrival) as is_ended
    from numbered as n
    left join before as b on n.feed_id = b.feed_id
    group by n.feed_id, n.silence_number
),

silences as (
    select
        feed_id,
        coalesce(sum(seconds) filter (where not is_ended), 0) as open_seconds,
        coalesce(max(seconds) filter (where is_ended), 0) as longest_seconds
    from silence
    group by feed_id
),

counted as (
    select
        feed_id,
        count(*) as success_count,
        coalesce(sum(new_count) filter (where earlier_at is not null), 0) as entry_count,
        count(*) filter (where is_arrival) as arrival_count,
        count(*) filter (where is_arrival and is_lossy) as lossy_count,
        (array_agg(entry_count order by polled_at desc) filter (where entry_count > 0))[1] as document_count,
        sum(watched_seconds) as watched_seconds,
        max(polled_at) as last_success_at,
        max(polled_at) filter (where is_arrival) as last_arrival_at
    from watched
    group by feed_id
),

asked as (
    select
        feed_id,
        count(*) as poll_count
    from poll
    group by feed_id
),

filled as (
    select
        f.feed_id,
        f.outlet_id,
        %(day)s::date < (%(until)s::timestamptz at time zone 'UTC')::date as is_over,
        coalesce(a.poll_count, 0) as poll_count,
        coalesce(c.success_count, 0) as success_count,
        coalesce(c.entry_count, 0) as entry_count,
        case
            -- two of the same weekday, else three days of any kind: one day is no custom
            when m.weekday_count >= 2 then m.same_weekday_count
            when m.day_count >= 3 then m.daily_count
        end as expected_count,
        coalesce(c.arrival_count, 0) as arrival_count,
        coalesce(c.lossy_count, 0) as lossy_count,
        coalesce(c.document_count, b.document_count) as document_count,
        coalesce(c.watched_seconds, 0) as watched_seconds,
        coalesce(s.open_seconds, b.silence_seconds, 0) as silence_seconds,
        coalesce(s.longest_seconds, 0) as longest_silence_seconds,
        r.usual_gap_seconds,
        -- a feed that has said nothing for a month keeps the limit that it broke
        coalesce(r.silence_limit_seconds, b.silence_limit_seconds) as silence_limit_seconds,
        coalesce(c.last_success_at, b.last_success_at) as last_success_at,
        coalesce(c.last_arrival_at, b.last_arrival_at) as last_arrival_at
    from ref.feed as f
    left join before as b on f.feed_id = b.feed_id
    left join month as m on f.feed_id = m.feed_id
    left join rhythm as r on f.feed_id = r.feed_id
    left join asked as a on f.feed_id = a.feed_id
    left join counted as c on f.feed_id = c.feed_id
    left join silences as s on f.feed_id = s.feed_id
    where a.feed_id is not null or (f.is_active and b.feed_id is not null)
)

select
    %(day)s,
    feed_id,
    outlet_id,
    case
        when poll_count = 0 then 'not polled'
        when success_count = 0 then 'no data'
        when silence_seconds > silence_limit_seconds then 'silent'
        -- by chance, a feed of 7 entries a day has none on one day in 1,100 (Poisson)
        when entry_count = 0 and expected_count >= 7 and is_over then 'silent'
        else 'ok'
    end as state,
    is_over,
    poll_count,
    success_count,
    entry_count,
    expected_count,
    arrival_count,
    lossy_count,
    document_count,
    watched_seconds,
    silence_seconds,
    longest_silence_seconds,
    usual_gap_seconds,
    silence_limit_seconds,
    last_success_at,
    last_arrival_at
from filled
order by feed_id

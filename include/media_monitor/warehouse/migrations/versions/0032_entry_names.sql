-- Entries are known by all of their names, not by the first one alone (docs/adr/0007-entry-identity.md), and a document that shares
-- nothing with what was seen before leaves a trace: how long nobody had looked.

create table ops.entry_name (
    feed_id text not null,
    name_sha bytea not null,
    entry_id bigint not null references ops.entry (entry_id) on delete cascade,
    kind text not null check (kind in ('guid', 'link', 'title')),
    primary key (feed_id, name_sha, entry_id)
);
comment on table ops.entry_name is 'One row per feed, name and entry: whatever has named the entry so far, aliases included';
comment on column ops.entry_name.feed_id is 'The feed in which it is a name';
comment on column ops.entry_name.name_sha is 'SHA-256 of the name, its kind before it; feeds that use a name anew have it for two entries';
comment on column ops.entry_name.entry_id is 'The entry';
comment on column ops.entry_name.kind is 'guid, link (its canonical form, without scheme and www.) or title (with date and address, where no GUID names the entry)';

comment on column ops.entry.key_sha is 'SHA-256 of what first named the entry in its feed; ops.entry_name has all of its names';

-- Known entries: the address as the page has it, which is the only place where its canonical form is kept.
insert into ops.entry_name (feed_id, name_sha, entry_id, kind)
select
    feed_id,
    sha256(convert_to('guid:' || guid, 'UTF8')),
    entry_id,
    'guid'
from ops.entry
where guid is not null
union all
select
    e.feed_id,
    p.url_sha,
    e.entry_id,
    'link'
from ops.entry as e
inner join ops.page as p on e.page_id = p.page_id
union all
select
    feed_id,
    sha256(convert_to(
        'title:' || E'\n' || title || E'\n' || coalesce(floor(extract(epoch from published_at))::bigint::text, published_raw, ''), 'UTF8'
    )),
    entry_id,
    'title'
from ops.entry
where guid is null and link is null and title is not null
on conflict do nothing;

alter table ops.feed_state add column volatile_links_at timestamptz;
comment on column ops.feed_state.volatile_links_at is
'When an entry last came back under an address that differs in its query alone: such addresses name nothing. NULL = never';

alter table ops.feed_poll add column alias_count integer not null default 0;
comment on column ops.feed_poll.alias_count is 'Names that known entries were given anew: GUIDs that changed, addresses that moved';
alter table ops.feed_poll add column gap_seconds integer;
comment on column ops.feed_poll.gap_seconds is
'Where the document shares no entry with what was seen before: seconds since the feed was last heard, in which some may have come and gone';

-- squawk-ignore require-concurrent-index-creation -- of a column that has just been added: no row is in it
create index feed_poll_gap on ops.feed_poll (feed_id, polled_at desc) where gap_seconds is not null;

create or replace view mart.source_health as
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
        sum(watched_seconds) as watched_seconds,
        sum(arrival_count)::double precision / nullif(sum(watched_seconds), 0) as arrivals_per_second,
        sum(entry_count)::double precision / nullif(sum(watched_seconds), 0) as entries_per_second
    from mart.gap_calendar
    where covers_on > (select max(g.covers_on) from mart.gap_calendar as g) - 28
    group by feed_id
),

gap as (
    select distinct on (p.feed_id)
        p.feed_id,
        p.polled_at as gap_until,
        p.polled_at - p.gap_seconds * interval '1 second' as gap_since,
        p.new_count,
        count(*) over (partition by p.feed_id) as gap_count,
        -- its rhythm without this poll; the calendar counts at most 27 hours between two
        p.gap_seconds * greatest(m.entry_count - p.new_count, 0)::double precision
        / nullif(greatest(m.watched_seconds - least(p.gap_seconds, 97200), 0), 0) as expected_count
    from ops.feed_poll as p
    left join month as m on p.feed_id = m.feed_id
    where
        p.gap_seconds is not null
        and p.polled_at >= ((select max(g.covers_on) from mart.gap_calendar as g) - 27)::timestamp at time zone 'UTC'
    order by p.feed_id, p.polled_at desc
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
        when m.unheard_count >= m.document_count or g.expected_count >= g.new_count then 'likely'
        -- polls from before gaps were recorded
        when m.month_lossy_count > coalesce(g.gap_count, 0) then 'likely'
        when m.unheard_count * 2 >= m.document_count or g.gap_since is not null then 'possible'
        when m.document_count is not null then 'unlikely'
    end as loss,
    g.gap_since,
    g.gap_until,
    case when g.expected_count is not null then greatest(g.expected_count - g.new_count, 0) end as missed_count,
    coalesce(s.volatile_links_at >= coalesce(s.last_success_at, s.volatile_links_at) - interval '28 days', false) as has_volatile_links
from ref.feed as f
left join ops.feed_state as s on f.feed_id = s.feed_id
left join missed as m on f.feed_id = m.feed_id
left join gap as g on f.feed_id = g.feed_id;
comment on column mart.source_health.loss is
'likely = more unheard, or more published in the last gap, than its document holds; possible = half of that, or a gap; NULL = not known';
comment on column mart.source_health.gap_since is
'The newest gap of 28 days, after which its document shared no entry with what was seen before: when it was last heard before that';
comment on column mart.source_health.gap_until is 'When it was heard again';
comment on column mart.source_health.missed_count is 'Entries that the gap has probably swallowed: its usual volume, less what the document still had; NULL = no usual volume';
comment on column mart.source_health.has_volatile_links is 'Its links were others at every poll within 28 days: title and date say which entries are known';

create or replace view report.source_health as
-- grain: one row per feed
select
    h.feed_id,
    o.name as outlet,
    h.outlet_id,
    f.url,
    h.health,
    h.ailing_since,
    h.failure_count,
    h.last_polled_at,
    h.last_success_at,
    h.last_error,
    h.newest_entry_at,
    h.next_poll_at,
    h.poll_count,
    h.entry_count,
    h.lossy_count,
    h.unheard_count,
    h.loss,
    h.gap_since,
    h.gap_until,
    h.missed_count,
    h.has_volatile_links
from mart.source_health as h
inner join ref.outlet as o on h.outlet_id = o.outlet_id
inner join ref.feed as f on h.feed_id = f.feed_id and f.is_active;

-- What polite polling remembers: wishes, moves and doubts of each feed, and whose turn it is on each host.

alter table ops.feed_state
add column document_seconds integer,
add column fresh_seconds integer,
add column rhythm_seconds integer,
add column skip_hours smallint[] not null default '{}',
add column skip_days smallint[] not null default '{}',
add column unchanged_at timestamptz,
add column whole_at timestamptz,
add column distrusted_at timestamptz,
add column throttled_until timestamptz,
add column move_target text,
add column move_count integer,
add column move_since timestamptz,
add column moved_at timestamptz,
add column moved_from text;
comment on column ops.feed_state.plan_reason is 'Why the next poll is then, in a sentence';
comment on column ops.feed_state.document_seconds is 'Least seconds between polls that the document last asked for (ttl, sy:updatePeriod, dates of a news sitemap)';
comment on column ops.feed_state.fresh_seconds is 'Seconds for which the headers last asked to be kept (max-age, Expires)';
comment on column ops.feed_state.rhythm_seconds is 'Median gap between its latest entries';
comment on column ops.feed_state.skip_hours is 'Hours (UTC, 0 to 23) in which the document asks not to be read';
comment on column ops.feed_state.skip_days is 'Days (UTC, 1 = Monday to 7) on which the document asks not to be read';
comment on column ops.feed_state.unchanged_at is 'When a 304 last showed that conditional requests work; NULL where none did, or the same body came in spite of one';
comment on column ops.feed_state.whole_at is 'When it was last asked for without conditions: at first, then once a week';
comment on column ops.feed_state.distrusted_at is 'Since when its server is known to say 304 although something changed';
comment on column ops.feed_state.throttled_until is 'Until when its server asked to wait (Retry-After)';
comment on column ops.feed_state.move_target is 'Where its address permanently redirects to (301, 308)';
comment on column ops.feed_state.move_count is 'Polls in a row that were led there';
comment on column ops.feed_state.move_since is 'The first of these polls';
comment on column ops.feed_state.moved_at is 'Since when it is asked there; NULL = too few polls agree, or it leads to another site, and a person must change the list';
comment on column ops.feed_state.moved_from is 'The address on the list from which the redirects lead; a move holds for no other';

-- what was polled before was asked for whole at some time that nobody noted
update ops.feed_state set whole_at = last_polled_at;

create view ops.feed_address as
with asked as (
    select
        f.feed_id,
        case when s.moved_at is not null and s.moved_from = f.url then s.move_target else f.url end as url
    from ref.feed as f
    inner join ops.feed_state as s on f.feed_id = s.feed_id
)

select
    feed_id,
    url,
    lower(substring(url from '^[A-Za-z]+://(?:[^/?#@]*@)?([^/?#:]+)')) as host
from asked;
comment on view ops.feed_address is 'One row per feed: the address and host at which it is asked, which is the list''s until it moved for good';
comment on column ops.feed_address.feed_id is 'Feed';
comment on column ops.feed_address.url is 'Where it is asked';
comment on column ops.feed_address.host is 'Its host, without a port';

create table ops.host (
    host text primary key,
    free_at timestamptz not null,
    worker text,
    pause_seconds real
) with (fillfactor = 50);
comment on table ops.host is 'One row per host that was asked for anything: whose turn it is, across all workers';
comment on column ops.host.host is 'Host name, without a port';
comment on column ops.host.free_at is 'From when on any other worker may begin a request there';
comment on column ops.host.worker is 'Who holds the turn until then; it need not ask again';
comment on column ops.host.pause_seconds is 'Crawl-delay of its robots.txt; NULL = none, the usual pause will do';

alter table ops.robots add column unreachable_since timestamptz;
comment on column ops.robots.unreachable_since is 'First of the tries in a row that could not read it: nothing there is fetched, for 30 days at most (RFC 9309, 2.3.1.4); NULL = it was read';

-- Invented rows for what revision 0031 added: a host whose turn is taken, one that asks for a pause, and a feed of every kind of move.
insert into ops.host (host, free_at, worker, pause_seconds) values
('ledger.test', timestamptz '2026-01-01 00:00:35Z', 'ab12', null),
('lissa.test', timestamptz '2026-01-01 00:00:00Z', null, 12.5);
update ops.feed_state
set
    document_seconds = 7200, fresh_seconds = 600, rhythm_seconds = 900, skip_hours = '{0,6}', skip_days = '{7}',
    unchanged_at = timestamptz '2026-01-01 00:00Z', whole_at = timestamptz '2025-12-31 00:00Z', distrusted_at = timestamptz '2026-01-02 00:00Z',
    throttled_until = timestamptz '2026-01-03 00:00Z', move_target = 'https://feeds.test/moved', move_count = 3,
    move_since = timestamptz '2025-12-30 00:00Z', moved_at = timestamptz '2026-01-01 00:00Z', moved_from = 'https://feeds.test/1'
where feed_id = 'feed-1';
update ops.robots set unreachable_since = timestamptz '2025-12-01 00:00Z';

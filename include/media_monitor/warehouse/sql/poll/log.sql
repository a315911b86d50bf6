-- One row: a poll of a feed.
insert into ops.feed_poll (
    feed_id, polled_at, outcome, http_status, byte_count, entry_count, new_count, changed_count, dropped_count, duration_ms, detail,
    archive_url, archive_offset
)
values (
    %(feed_id)s, %(polled_at)s, %(outcome)s, %(http_status)s, %(byte_count)s, %(entry_count)s, %(new_count)s, %(changed_count)s,
    %(dropped_count)s, %(duration_ms)s, %(detail)s, %(archive_url)s, %(archive_offset)s
)
on conflict (feed_id, polled_at) do nothing

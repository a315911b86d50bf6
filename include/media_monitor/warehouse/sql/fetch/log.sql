-- One row: a request for a page.
insert into ops.page_fetch (page_id, fetched_at, outcome, http_status, byte_count, duration_ms, detail, object_id, record_offset)
values (
    %(page_id)s, %(fetched_at)s, %(outcome)s, %(http_status)s, %(byte_count)s, %(duration_ms)s, %(detail)s, %(object_id)s,
    %(record_offset)s
)
on conflict (page_id, fetched_at) do nothing

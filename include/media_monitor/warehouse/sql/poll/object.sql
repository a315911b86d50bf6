-- One row: a closed archive object enters the ledger.
insert into ops.archive_object (url, purpose, created_at, record_count, page_count, byte_count)
values (%(url)s, %(purpose)s, %(created_at)s, %(record_count)s, %(page_count)s, %(byte_count)s)
on conflict (url) do update set record_count = excluded.record_count, page_count = excluded.page_count, byte_count = excluded.byte_count
returning object_id

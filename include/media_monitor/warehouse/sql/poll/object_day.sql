-- One row per day that the object's pages cover.
insert into ops.archive_day (object_id, covers_on, page_count)
values (%(object_id)s, %(covers_on)s, %(page_count)s)
on conflict (object_id, covers_on) do update set page_count = excluded.page_count

-- One row: the batch of this slice and purpose, made if it is not there.
insert into ops.batch (object_id, covers_on, purpose, annotator, created_at)
values (%(object_id)s, %(covers_on)s, %(purpose)s, %(annotator)s, %(now)s)
on conflict (object_id, covers_on, purpose, annotator) do nothing

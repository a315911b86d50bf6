-- No row: what staging holds of a batch, but for these pages.
delete from stage.mention where batch_id = %(batch_id)s and record_offset <> all(%(kept)s::bigint[]);
delete from stage.topic_tag where batch_id = %(batch_id)s and record_offset <> all(%(kept)s::bigint[]);
delete from stage.event where batch_id = %(batch_id)s and record_offset <> all(%(kept)s::bigint[]);
delete from stage.claim where batch_id = %(batch_id)s and record_offset <> all(%(kept)s::bigint[]);
delete from stage.casualty where batch_id = %(batch_id)s and record_offset <> all(%(kept)s::bigint[]);
delete from stage.quote where batch_id = %(batch_id)s and record_offset <> all(%(kept)s::bigint[]);
delete from stage.rejected where batch_id = %(batch_id)s and record_offset <> all(%(kept)s::bigint[]);
delete from stage.article where batch_id = %(batch_id)s and record_offset <> all(%(kept)s::bigint[])

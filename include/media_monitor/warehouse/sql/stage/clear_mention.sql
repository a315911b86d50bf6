-- No row: what an interrupted try at this batch left in staging.
delete from stage.mention where batch_id = %(batch_id)s

-- No row: what an interrupted try at this batch left in staging.
delete from stage.topic_tag where batch_id = %(batch_id)s

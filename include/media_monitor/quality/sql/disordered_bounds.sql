-- One row per staged article with a casualty figure that is negative, upside down or no figure at all.
select distinct record_offset
from stage.casualty
where
    batch_id = %(batch_id)s
    and (minimum < 0 or maximum < minimum or (minimum is null and maximum is null))

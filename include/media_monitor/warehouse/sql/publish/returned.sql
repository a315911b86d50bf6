-- One row per state without a revision of its own, for another that arrived late parts it from the one it was told by.
select
    revision_id as told_by,
    filed_on as told_on,
    first_at as seen_at,
    last_at,
    object_id,
    record_offset
from sighted
where not has_staged and not is_state

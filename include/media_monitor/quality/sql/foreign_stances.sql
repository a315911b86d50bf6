-- One row per staged article with a claim of no known stance.
select distinct record_offset
from stage.claim
where
    batch_id = %(batch_id)s
    and coalesce(stance, '') not in (
        'claimed', 'confirmed', 'accused', 'suspected', 'denied', 'no_evidence', 'reported', 'cleared'
    )

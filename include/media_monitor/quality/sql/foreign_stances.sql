-- One row per staged article with a claim of no known stance.
select distinct a.record_offset
from stage.claim as t
inner join stage.article as a on t.batch_id = a.batch_id and t.record_offset = a.record_offset
where
    t.batch_id = %(batch_id)s
    and coalesce(t.stance, '') not in (
        'claimed', 'confirmed', 'accused', 'suspected', 'denied', 'no_evidence', 'reported', 'cleared'
    )

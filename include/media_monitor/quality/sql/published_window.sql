-- One row per staged article whose publication date lies before 1990 or more than a day after its fetch.
select record_offset
from stage.article
where
    batch_id = %(batch_id)s
    and (published_on < date '1990-01-01' or published_on > (fetched_at at time zone 'UTC')::date + 1)

-- One row per month in which pages of the batch were fetched: its partitions are there.
select ops.ensure_month(filed.first_day)
from (
    select distinct date_trunc('month', fetched_at at time zone 'UTC')::date as first_day
    from stage.article
    where batch_id = %(batch_id)s
) as filed

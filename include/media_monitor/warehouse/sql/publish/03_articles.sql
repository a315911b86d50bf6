-- One row per new article of the batch.
with first_state as (
    select distinct on (group_page)
        group_page,
        outlet_id,
        canonical_url,
        fetched_at
    from publishing
    where article_id is null
    order by group_page, fetched_at, record_offset
),

added as (
    insert into core.article (outlet_id, canonical_url, first_seen_at)
    select
        outlet_id,
        canonical_url,
        fetched_at
    from first_state
    order by canonical_url
    returning article_id, canonical_url
)

update publishing
set article_id = added.article_id
from first_state
inner join added on first_state.canonical_url = added.canonical_url
where publishing.group_page = first_state.group_page and publishing.article_id is null

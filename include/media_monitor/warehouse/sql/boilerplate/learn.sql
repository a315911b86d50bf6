-- One row per outlet and paragraph of the articles of a batch that were not learned from before. All at once, at the end of its
-- transaction and in order: two batches of one outlet then wait for each other a moment, and not for good.
with fresh as (
    insert into ops.outlet_headline (outlet_id, title_sha, learned_at)
    select distinct
        outlet_id,
        title_sha,
        %(now)s::timestamptz
    from read_block
    order by outlet_id, title_sha
    on conflict do nothing
    returning outlet_id, title_sha
),

told as (
    select
        b.outlet_id,
        b.block_sha,
        count(distinct b.title_sha) as article_count,
        min(b.fetched_at) as first_seen_at,
        max(b.fetched_at) as last_seen_at,
        max(b.record_offset) as record_offset
    from read_block as b
    inner join fresh as f on b.outlet_id = f.outlet_id and b.title_sha = f.title_sha
    group by b.outlet_id, b.block_sha
),

read as (
    insert into ops.outlet_reading as r (outlet_id, article_count)
    select
        outlet_id,
        count(*)
    from fresh
    group by outlet_id
    order by outlet_id
    on conflict (outlet_id) do update set article_count = r.article_count + excluded.article_count
)

insert into ops.outlet_block as b (
    outlet_id, block_sha, version, article_count, articles_before, first_seen_at, last_seen_at, object_id, record_offset, learned_at
)
select
    t.outlet_id,
    t.block_sha,
    %(version)s,
    t.article_count,
    coalesce(r.article_count, 0),  -- as it was before this batch: a statement does not see what it writes
    t.first_seen_at,
    t.last_seen_at,
    %(object_id)s,
    t.record_offset,
    %(now)s
from told as t
left join ops.outlet_reading as r on t.outlet_id = r.outlet_id
order by t.outlet_id, t.block_sha
on conflict (outlet_id, block_sha) do update set
article_count = b.article_count + excluded.article_count,
first_seen_at = least(b.first_seen_at, excluded.first_seen_at),
last_seen_at = greatest(b.last_seen_at, excluded.last_seen_at),
object_id = excluded.object_id,
record_offset = excluded.record_offset,
learned_at = excluded.learned_at

-- One row per outlet that has a paragraph whose hash begins so, with a page to see it on.
select
    b.outlet_id,
    o.name as outlet,
    encode(b.block_sha, 'hex') as block,
    b.block_sha,
    b.version,
    b.article_count,
    r.article_count - b.articles_before as of_count,
    b.first_seen_at,
    b.last_seen_at,
    a.url as object_url,
    b.record_offset,
    p.url,
    coalesce(o.quote_characters, 0) as allowance,
    m.block is not null as is_recurring,
    (select count(*) from ops.dropped_block as d where d.outlet_id = b.outlet_id and d.block_sha = b.block_sha) as dropped_count
from ops.outlet_block as b
inner join ops.outlet_reading as r on b.outlet_id = r.outlet_id
inner join ref.outlet as o on b.outlet_id = o.outlet_id
inner join ops.archive_object as a on b.object_id = a.object_id
left join mart.recurring_block as m on b.outlet_id = m.outlet_id and encode(b.block_sha, 'hex') = m.block and m.version = %(version)s
left join ops.outcome as p on b.object_id = p.object_id and b.record_offset = p.record_offset
where encode(b.block_sha, 'hex') like %(begins)s || '%%'
order by b.article_count desc, b.outlet_id
limit 10

-- One row per outlet and paragraph that recurs on its articles.
select
    outlet_id,
    decode(block, 'hex') as block_sha,
    article_count,
    of_count
from mart.recurring_block
where version = %(version)s

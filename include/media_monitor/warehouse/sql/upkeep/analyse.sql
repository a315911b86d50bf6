-- One row: statistics of the tables that loads change are fresh.
select
    ops.analyse(array[
        'ops.entry', 'ops.page', 'ops.page_due', 'ops.outcome', 'core.article', 'core.article_key', 'core.revision', 'core.mention',
        'core.claim', 'core.topic_tag'
    ])

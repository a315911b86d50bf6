-- One row per article that a correction may change: its own, those of its stories, those where its words name somebody.
with own as (
    select unnest(array[%(article_id)s::bigint, %(other_article_id)s]) as article_id
),

affected as (
    select article_id from own
    union
    select other.article_id
    from own as o
    inner join core.story_article as sa on o.article_id = sa.article_id
    inner join core.story_article as other on sa.story_id = other.story_id
    where %(kind)s = 'story'
    union
    select r.article_id
    from core.mention as m
    inner join core.revision as r on m.revision_id = r.revision_id and m.filed_on = r.filed_on
    where %(kind)s = 'alias' and %(article_id)s::bigint is null and m.text = %(words)s
    union
    select r.article_id
    from core.claim as c
    inner join core.revision as r on c.revision_id = r.revision_id and c.filed_on = r.filed_on
    where %(kind)s = 'alias' and %(article_id)s::bigint is null and %(words)s in (c.source_text, c.actor_text)
)

select
    a.article_id,
    a.covers_on
from core.article as a
where a.article_id in (select f.article_id from affected as f)
order by a.article_id

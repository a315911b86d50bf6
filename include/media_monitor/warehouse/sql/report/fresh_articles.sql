-- One row per article of these days whose story was not found by what it says now, the earliest first.
select a.article_id
from core.article as a
inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
left join core.story_article as sa on a.article_id = sa.article_id
where
    a.covers_on = any(%(days)s::date[])
    and (sa.revision_id is distinct from r.revision_id or sa.annotator is distinct from r.annotator)
order by coalesce(r.published_at, r.published_on::timestamp at time zone 'UTC', r.seen_at), a.article_id

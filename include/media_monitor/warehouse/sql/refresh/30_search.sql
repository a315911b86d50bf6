-- One row per article of these days: what can be searched for in its current state. Stems are dear, so a row stays while it is right.
delete from mart.article_search as s
where
    s.covers_on = any(%(days)s)
    and not exists (
        select 1
        from core.article as a
        inner join core.revision as r
            on
                a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
                and r.filed_on between %(first_filed)s and %(last_filed)s
        where
            a.article_id = s.article_id
            and a.covers_on = s.covers_on
            and r.revision_id = s.revision_id
            and r.content_sha = s.content_sha
            and r.language is not distinct from s.language
            and (r.text is not null) = s.has_text
    );

insert into mart.article_search (
    covers_on, article_id, revision_id, content_sha, outlet_id, language, configuration, has_text, words, plain
)
select
    a.covers_on,
    a.article_id,
    r.revision_id,
    r.content_sha,
    a.outlet_id,
    r.language,
    t.configuration,
    r.text is not null,
    setweight(to_tsvector(t.configuration::regconfig, coalesce(r.title, '')), 'A')
    || to_tsvector(t.configuration::regconfig, capped.text),
    case when t.configuration is null then lower(concat_ws(e'\n', r.title, capped.text)) end
from core.article as a
inner join core.revision as r
    on
        a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
        and r.filed_on between %(first_filed)s and %(last_filed)s
left join mart.text_language as t on t.language = split_part(lower(r.language), '-', 1)
-- A tsvector holds 1,048,575 bytes and positions up to 16,383: a hundred thousand characters are more words than that.
cross join lateral (select coalesce(left(r.text, 100000), '') as text) as capped
where
    a.covers_on = any(%(days)s)
    and not exists (select 1 from mart.article_search as s where s.article_id = a.article_id and s.covers_on = a.covers_on)

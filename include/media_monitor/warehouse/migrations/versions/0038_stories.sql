-- Which state of an article its story was found by, and why it belongs. Rows from before have none: their stories are found anew.
alter table core.story_article
add column told_at timestamptz,
add column revision_id bigint,
add column annotator text,
add column reasons text[] not null default '{}';
comment on column core.story_article.told_at is 'When the article was published, or first seen where the page gives no time, as its story was found by';
comment on column core.story_article.revision_id is 'State of the article that its story was found by; NULL: from before that was kept';
comment on column core.story_article.annotator is 'Version of the rules and tables that had read that state';
comment on column core.story_article.reasons is 'What it has in common with others of its story, what says most first: ids of entities, kinds of place and of violence, figures, and words that are nobody''s name; empty where it stands alone';

create table core.article_feature (
    article_id bigint not null references core.article (article_id) on delete cascade,
    feature bigint not null,
    told_at timestamptz not null,
    primary key (article_id, feature)
);
create index article_feature_feature on core.article_feature (feature, told_at);
comment on table core.article_feature is 'One row per article and feature that says most about it: where its like are looked for';
comment on column core.article_feature.article_id is 'The article, whatever its addresses and however often it changed';
comment on column core.article_feature.feature is 'First 64 bits of the SHA-256 of a word''s stem with its language, or of an entity''s id: words themselves are not kept';
comment on column core.article_feature.told_at is 'When the article was published, or first seen where the page gives no time';

create table core.feature_frequency (
    feature bigint primary key,
    article_count bigint not null
);
comment on table core.feature_frequency is 'One row per feature: how many articles had it when they came';
comment on column core.feature_frequency.feature is 'As in core.article_feature; of the empty text: all articles';
comment on column core.feature_frequency.article_count is 'Articles that had it; those that were erased since are counted still';

create table core.story_move (
    story_id text not null,
    into_story_id text not null,
    kind text not null check (kind in ('merged', 'split')),
    article_count integer not null,
    moved_at timestamptz not null
);
create index story_move_story on core.story_move (story_id);
comment on table core.story_move is 'One row per time that articles of one story became articles of another';
comment on column core.story_move.story_id is 'Story that they were of';
comment on column core.story_move.into_story_id is 'Story that they became part of';
comment on column core.story_move.kind is 'merged: the former story ended; split: it goes on without them';
comment on column core.story_move.article_count is 'How many articles';
comment on column core.story_move.moved_at is 'When that was found';

-- What a story is about, as its articles tell it ---------------------------------------------------------------------------

create view mart.story_telling as
-- grain: one row per article in a story
select
    sa.story_id,
    sa.article_id,
    a.covers_on,
    a.current_revision_id as revision_id,
    a.current_filed_on as filed_on,
    a.outlet_id,
    a.language,
    coalesce(a.published_at, a.first_seen_at) as told_at,
    coalesce(g.copy_group_id, 'article ' || sa.article_id) as origin
from core.story_article as sa
inner join core.article as a on sa.article_id = a.article_id
left join core.copy_group as g on sa.article_id = g.article_id;
comment on view mart.story_telling is 'One row per article in a story, with its current state and the text it carries: copies of one text have one origin';

create view report.story_line as
-- grain: one row per line of a story's summary
with shown as (
    -- of each origin the sentence that says most of those which the outlet's allowance reaches: of a claim, a figure, a quote
    select distinct on (t.story_id, t.origin)
        t.story_id,
        t.article_id,
        t.outlet_id,
        t.language,
        t.told_at,
        s.precedence,
        s.field,
        s.start_offset,
        s.end_offset,
        e.sentence
    from mart.story_telling as t
    inner join mart.sentence as s on t.article_id = s.article_id and t.covers_on = s.covers_on and t.revision_id = s.revision_id
    inner join mart.evidence as e
        on
            s.covers_on = e.covers_on and s.revision_id = e.revision_id and s.field = e.field
            and s.start_offset = e.start_offset and s.end_offset = e.end_offset
    where e.sentence is not null
    order by t.story_id, t.origin, s.precedence, t.told_at, t.article_id, s.field desc, s.start_offset
),

ranked as (
    select
        *,
        row_number() over (
            partition by story_id order by (language = 'en') desc nulls last, precedence, told_at desc, article_id
        ) as place_in_summary
    from shown
)

select
    r.story_id,
    r.place_in_summary::int as place_in_summary,
    r.sentence,
    r.article_id,
    a.covers_on,
    r.outlet_id,
    a.canonical_url as url,
    r.told_at,
    r.field,
    r.start_offset,
    r.end_offset
from ranked as r
inner join core.article as a on r.article_id = a.article_id
where r.place_in_summary <= 3;
comment on view report.story_line is 'One row per line of a story''s summary, at most three: sentences of independent origins, within the allowances of their outlets';

create view mart.story_name as
-- grain: one row per story and entity that its articles name
select
    t.story_id,
    m.entity_id,
    e.name,
    m.kind,
    count(distinct t.article_id)::int as article_count
from mart.story_telling as t
inner join core.mention as m on t.revision_id = m.revision_id and t.filed_on = m.filed_on
inner join ref.entity as e on m.entity_id = e.entity_id
group by t.story_id, m.entity_id, e.name, m.kind;
comment on view mart.story_name is 'One row per story and entity that its articles name, with how many of them do';

create view report.story_head as
-- grain: one row per story
select
    s.story_id,
    s.title,
    s.first_seen_at,
    s.last_seen_at,
    case when s.last_seen_at > now() - interval '24 hours' then 'developing' else 'quiet' end as state,
    s.article_count,
    s.outlet_count,
    (select count(distinct t.origin)::int from mart.story_telling as t where t.story_id = s.story_id) as origin_count,
    array(
        select n.name from mart.story_name as n
        where n.story_id = s.story_id and n.kind = 'place' and n.entity_id not like 'state:%'
        order by n.article_count desc, n.name
        limit 3
    ) as places,
    array(
        select n.name from mart.story_name as n
        where n.story_id = s.story_id and n.kind in ('group', 'person', 'government', 'military')
        order by n.article_count desc, n.name
        limit 5
    ) as actors,
    array(
        select l.sentence from report.story_line as l
        where l.story_id = s.story_id
        order by l.place_in_summary
    ) as summary,
    array(
        select l.url from report.story_line as l
        where l.story_id = s.story_id
        order by l.place_in_summary
    ) as summary_urls,
    (
        select a.canonical_url
        from core.story_article as sa
        inner join core.article as a on sa.article_id = a.article_id
        where sa.story_id = s.story_id
        order by (a.title = s.title) desc nulls last, a.covers_on, a.article_id
        limit 1
    ) as url
from core.story as s;
comment on view report.story_head is 'One row per story: what it is about, since when, how many tell it and how many of them independently, where and about whom';

create or replace view report.story_article as
-- grain: one row per article in a story
select
    sa.story_id,
    sa.article_id,
    a.outlet_id,
    a.covers_on,
    a.title,
    a.canonical_url as url,
    sa.reasons
from core.story_article as sa
inner join core.article as a on sa.article_id = a.article_id;
comment on view report.story_article is 'One row per article in a story, and why it belongs';

create view report.story_move as
-- grain: one row per time that articles of one story became articles of another
select
    story_id,
    into_story_id,
    kind,
    article_count,
    moved_at
from core.story_move;
comment on view report.story_move is 'One row per time that articles of one story became articles of another';

comment on column mart.story_telling.revision_id is 'The article''s current state';
comment on column mart.story_telling.filed_on is 'Day by which that state is filed';
comment on column mart.story_telling.told_at is 'When the article was published, or first seen where the page gives no time';
comment on column mart.story_telling.origin is 'The text it carries: the same for all copies of one text';
comment on column mart.story_name.entity_id is 'What is named';
comment on column mart.story_name.article_count is 'Articles of the story that name it';
comment on column report.story_head.title is 'Headline of the story, as its first article had it';
comment on column report.story_head.state is 'developing: an article came within the last 24 hours; quiet: none did';
comment on column report.story_head.article_count is 'Articles of the story';
comment on column report.story_head.outlet_count is 'Outlets that tell it';
comment on column report.story_head.origin_count is 'Texts that were written independently: copies of one text count once';
comment on column report.story_head.places is 'Places that most of its articles name, at most three, states aside';
comment on column report.story_head.actors is 'Groups, persons, governments and forces that most of its articles name, at most five';
comment on column report.story_head.summary is 'At most three sentences of independent origins, within the allowances of their outlets';
comment on column report.story_head.summary_urls is 'Addresses of the articles from which these sentences are, in the same order';
comment on column report.story_head.url is 'Address of the article with this headline';
comment on column report.story_line.place_in_summary is '1 to 3';
comment on column report.story_line.sentence is 'The sentence, which its outlet''s allowance reaches';
comment on column report.story_line.told_at is 'When its article was published, or first seen where the page gives no time';
comment on column report.story_article.reasons is 'What it has in common with others of its story, what says most first; empty where it stands alone';
comment on column report.story_move.story_id is 'Story that the articles were of';
comment on column report.story_move.into_story_id is 'Story that they became part of';
comment on column report.story_move.kind is 'merged: the former story ended; split: it goes on without them';
comment on column report.story_move.article_count is 'How many articles';
comment on column report.story_move.moved_at is 'When that was found';
comment on column report.story_line.covers_on is 'Publication day of its article';
comment on column report.story_line.url is 'Address of its article';
comment on column report.story_line.field is 'Field of the article in which it stands: title or text';
comment on column report.story_line.start_offset is 'Where it begins in that field, in code points';
comment on column report.story_line.end_offset is 'Where it ends, exclusive';

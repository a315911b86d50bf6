-- Boilerplate learned across an outlet's pages, from run to run: hashes and counts, and no words. Whoever wants to see a paragraph reads
-- the page in the archive that it was last seen on (`media-monitor boilerplate`).

create table ops.outlet_reading (
    outlet_id text primary key,
    article_count bigint not null
);
comment on table ops.outlet_reading is 'One row per outlet: how many of its articles were learned from';
comment on column ops.outlet_reading.outlet_id is 'The outlet';
comment on column ops.outlet_reading.article_count is 'Its articles that were learned from, by their headlines';

create table ops.outlet_headline (
    outlet_id text not null,
    title_sha bytea not null,
    learned_at timestamptz not null,
    primary key (outlet_id, title_sha)
);
create index outlet_headline_learned on ops.outlet_headline (learned_at);
comment on table ops.outlet_headline is 'One row per article that was learned from in the last 90 days: however often it is read, it counts once';
comment on column ops.outlet_headline.outlet_id is 'Its outlet';
comment on column ops.outlet_headline.title_sha is 'Hash of the letters of its headline, or of its text where it has none';
comment on column ops.outlet_headline.learned_at is 'When it was learned from';

create table ops.outlet_block (
    outlet_id text not null,
    block_sha bytea not null,
    version smallint not null,
    article_count bigint not null,
    articles_before bigint not null,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    object_id bigint not null references ops.archive_object (object_id),
    record_offset bigint not null,
    learned_at timestamptz not null,
    primary key (outlet_id, block_sha)
) with (fillfactor = 70);
create index outlet_block_recurring on ops.outlet_block (outlet_id) where article_count >= 5;
create index outlet_block_learned on ops.outlet_block (learned_at);
comment on table ops.outlet_block is 'One row per outlet and paragraph of its articles in the last 90 days: on how many of them it stands';
comment on column ops.outlet_block.outlet_id is 'The outlet';
comment on column ops.outlet_block.block_sha is 'SHA-256 of the letters of the paragraph';
comment on column ops.outlet_block.version is 'Of how paragraphs are hashed and counted (extract/recurring.py); another version''s rows mean nothing';
comment on column ops.outlet_block.article_count is 'Articles that have it';
comment on column ops.outlet_block.articles_before is 'Articles of the outlet that were learned from before the first that has it';
comment on column ops.outlet_block.first_seen_at is 'When the earliest page that has it was fetched';
comment on column ops.outlet_block.last_seen_at is 'When the latest page that has it was fetched';
comment on column ops.outlet_block.object_id is 'Archive object of a page that has it';
comment on column ops.outlet_block.record_offset is 'Byte offset of that page there';
comment on column ops.outlet_block.learned_at is 'When it was last counted';

create table ops.dropped_block (
    object_id bigint not null references ops.archive_object (object_id),
    record_offset bigint not null,
    block_sha bytea not null,
    outlet_id text not null,
    article_count bigint not null,
    of_count bigint not null,
    dropped_at timestamptz not null,
    primary key (object_id, record_offset, block_sha)
);
create index dropped_block_outlet on ops.dropped_block (outlet_id, block_sha);
comment on table ops.dropped_block is 'One row per archived page and paragraph that was dropped from its article, with the counts it was dropped for';
comment on column ops.dropped_block.object_id is 'Archive object of the page';
comment on column ops.dropped_block.record_offset is 'Byte offset of the page there';
comment on column ops.dropped_block.block_sha is 'SHA-256 of the letters of the paragraph';
comment on column ops.dropped_block.outlet_id is 'The outlet';
comment on column ops.dropped_block.article_count is 'Articles of the outlet that had it then';
comment on column ops.dropped_block.of_count is 'Articles of the outlet since the first that had it';
comment on column ops.dropped_block.dropped_at is 'When the page was read';

create view mart.recurring_block as
-- grain: one row per outlet and paragraph that recurs on its articles
select
    b.outlet_id,
    o.name as outlet,
    encode(b.block_sha, 'hex') as block,
    b.version,
    b.article_count,
    r.article_count - b.articles_before as of_count,
    b.first_seen_at,
    b.last_seen_at,
    b.object_id,
    b.record_offset,
    p.url,
    (select count(*) from ops.dropped_block as d where d.outlet_id = b.outlet_id and d.block_sha = b.block_sha) as dropped_count
from ops.outlet_block as b
inner join ops.outlet_reading as r on b.outlet_id = r.outlet_id
inner join ref.outlet as o on b.outlet_id = o.outlet_id
left join ops.outcome as p on b.object_id = p.object_id and b.record_offset = p.record_offset
where
    b.article_count >= 5
    and 3 * b.article_count >= r.article_count - b.articles_before
    and b.last_seen_at >= b.first_seen_at + interval '2 days';
comment on view mart.recurring_block is 'One row per outlet and paragraph that recurs on its articles: at least 5 of them, over two days or more, and a third of what it published since the first. Such paragraphs are dropped from what is read';
comment on column mart.recurring_block.outlet_id is 'The outlet';
comment on column mart.recurring_block.outlet is 'The outlet''s name as it writes it';
comment on column mart.recurring_block.block is 'Hash of its letters, hexadecimal: `media-monitor boilerplate why BLOCK` shows it';
comment on column mart.recurring_block.version is 'Of how paragraphs are hashed and counted';
comment on column mart.recurring_block.article_count is 'Articles that have it';
comment on column mart.recurring_block.of_count is 'Articles of the outlet since the first that has it';
comment on column mart.recurring_block.first_seen_at is 'When the earliest page that has it was fetched';
comment on column mart.recurring_block.last_seen_at is 'When the latest page that has it was fetched';
comment on column mart.recurring_block.object_id is 'Archive object of a page that has it';
comment on column mart.recurring_block.record_offset is 'Byte offset of that page there';
comment on column mart.recurring_block.url is 'Address of that page';
comment on column mart.recurring_block.dropped_count is 'Pages from which it was dropped';

create view mart.dropped_block as
-- grain: one row per archived page of an article and paragraph that was dropped from it
select
    p.article_id,
    d.outlet_id,
    o.name as outlet,
    p.url,
    encode(d.block_sha, 'hex') as block,
    d.article_count,
    d.of_count,
    d.dropped_at
from ops.dropped_block as d
inner join ref.outlet as o on d.outlet_id = o.outlet_id
inner join ops.outcome as p on d.object_id = p.object_id and d.record_offset = p.record_offset
where p.article_id is not null;
comment on view mart.dropped_block is 'One row per archived page of an article and paragraph that was dropped from it, with the counts it was dropped for';
comment on column mart.dropped_block.article_id is 'The article';
comment on column mart.dropped_block.outlet_id is 'Its outlet';
comment on column mart.dropped_block.outlet is 'The outlet''s name as it writes it';
comment on column mart.dropped_block.url is 'Address of the page';
comment on column mart.dropped_block.block is 'Hash of its letters, hexadecimal: `media-monitor boilerplate why BLOCK` shows it';
comment on column mart.dropped_block.article_count is 'Articles of the outlet that had it then';
comment on column mart.dropped_block.of_count is 'Articles of the outlet since the first that had it';
comment on column mart.dropped_block.dropped_at is 'When the page was read';

create view report.recurring_block as
-- grain: one row per outlet and paragraph that recurs on its articles
select * from mart.recurring_block;
comment on view report.recurring_block is 'One row per outlet and paragraph that recurs on its articles: at least 5 of them, over two days or more, and a third of what it published since the first. Such paragraphs are dropped from what is read';

create view report.dropped_block as
-- grain: one row per archived page of an article and paragraph that was dropped from it
select * from mart.dropped_block;
comment on view report.dropped_block is 'One row per archived page of an article and paragraph that was dropped from it, with the counts it was dropped for';

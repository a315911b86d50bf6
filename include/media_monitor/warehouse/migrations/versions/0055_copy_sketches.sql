-- By what an article's copies and its origin are found, so that no report reads the texts of days again. It is filled as days change.
create table core.copy_sketch (
    article_id bigint primary key references core.article (article_id) on delete cascade,
    revision_id bigint not null,
    told_at timestamptz not null,
    agency text,
    sketch bytea not null
);
create index copy_sketch_told_at on core.copy_sketch (told_at);
-- hashes do not compress
alter table core.copy_sketch alter column sketch set storage external;
comment on table core.copy_sketch is 'One row per article: what its copies and its origin are looked for by';
comment on column core.copy_sketch.article_id is 'The article, whatever its addresses and however often it changed';
comment on column core.copy_sketch.revision_id is 'State of the article whose text it is of';
comment on column core.copy_sketch.told_at is 'When the article was published, or first seen where the page gives no time';
comment on column core.copy_sketch.agency is 'News agency credited by the article, as the page names it';
comment on column core.copy_sketch.sketch is 'The 48 least hashes of its runs of five words, 8 bytes each, the least significant first; empty where the text was removed. No words are kept';

-- One row: whether letters are searched with an index.
select to_regclass('mart.article_search_plain') is not null as has_trigrams

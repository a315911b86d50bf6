-- An article that can be searched.
insert into mart.article_search (covers_on, article_id, revision_id, outlet_id, language, configuration, has_text, words, plain)
values ('2026-01-01', 1, 1, 'ledger', 'en', 'english', true, to_tsvector('english', 'A bridge'), null);

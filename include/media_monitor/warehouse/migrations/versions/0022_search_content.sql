-- A page that is read again may get another text under the same revision: its row in the search is right as long as the content is.

alter table mart.article_search add column content_sha bytea;
comment on column mart.article_search.content_sha is 'Of the state whose words these are: where core holds another, the row is made anew';

-- No row: what is searched is made anew with the days; what is staged is read again.
delete from mart.article_search where article_id = any(%(articles)s);
delete from stage.mention;
delete from stage.topic_tag;
delete from stage.event;
delete from stage.claim;
delete from stage.casualty;
delete from stage.quote;
delete from stage.rejected;
delete from stage.article

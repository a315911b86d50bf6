-- One row per article and story as just computed (a scratch table of this transaction).
create temporary table if not exists incoming_story (story_id text, article_id bigint) on commit drop;
truncate incoming_story

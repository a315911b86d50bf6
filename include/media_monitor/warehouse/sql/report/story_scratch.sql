-- One row per article and story as just found (a scratch table of this transaction).
create temporary table if not exists incoming_story (
    story_id text, article_id bigint, told_at timestamptz, revision_id bigint, annotator text, reasons text[]
) on commit drop;
truncate incoming_story

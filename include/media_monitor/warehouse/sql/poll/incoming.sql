-- One row per entry of the document at hand (a scratch table of this transaction).
create temporary table if not exists incoming_entry (
    position integer,
    key_sha bytea,
    guid text,
    link text,
    title text,
    published_at timestamptz,
    published_raw text,
    canonical_sha bytea,
    shard smallint
) on commit drop;
truncate incoming_entry

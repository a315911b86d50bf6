-- One row per distinct entry of the documents at hand, at most one document of a feed (a scratch table of this transaction).
create temporary table if not exists incoming_entry (
    feed_id text not null,
    outlet_id text not null,
    polled_at timestamptz not null,
    item integer not null,
    key_sha bytea not null,
    guid_sha bytea,
    link_sha bytea,
    title_sha bytea,
    guid text,
    link text,
    title text,
    published_at timestamptz,
    published_raw text,
    canonical_sha bytea,
    shard smallint not null
) on commit drop;
truncate incoming_entry

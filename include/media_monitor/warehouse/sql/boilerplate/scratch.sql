-- One row per paragraph of the articles that a batch has read (a scratch table of this transaction).
create temporary table if not exists read_block (
    record_offset bigint not null,
    outlet_id text not null,
    title_sha bytea not null,
    block_sha bytea not null,
    fetched_at timestamptz not null
) on commit drop;
truncate read_block

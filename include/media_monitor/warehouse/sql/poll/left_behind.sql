-- One row per feed whose state is to be written (a scratch table of this transaction).
create temporary table if not exists feed_left (like ops.feed_state including defaults) on commit drop;
truncate feed_left

-- One row per poll to be written (a scratch table of this transaction).
create temporary table if not exists polled (like ops.feed_poll including defaults) on commit drop;
alter table polled alter column poll_id drop not null;
truncate polled

-- One row: how many rows left each log. A fetch that archived something is provenance and stays.
with polls as (
    delete from ops.feed_poll where polled_at < %(before)s
    returning 1
), fetches as (
    delete from ops.page_fetch where fetched_at < %(before)s and object_id is null
    returning 1
), checks as (
    delete from ops.check_result where checked_at < %(before)s
    returning 1
), passed as (
    delete from ops.quarantine where replayed_at < %(passed_before)s
    returning 1
), robots as (
    delete from ops.robots where fetched_at < %(before)s
    returning 1
), headlines as (
    delete from ops.outlet_headline where learned_at < %(before)s
), blocks as (
    delete from ops.outlet_block where learned_at < %(before)s
    returning 1
)

select
    (select count(*)::int from polls) as polls,
    (select count(*)::int from fetches) as fetches,
    (select count(*)::int from checks) as checks,
    (select count(*)::int from passed) as quarantine,
    (select count(*)::int from robots) as robots,
    (select count(*)::int from blocks) as blocks

-- A day of a feed whose polls have left the log.
insert into ops.feed_day (polled_on, feed_id, poll_count, answered_count) select '2025-06-01', min(feed_id), 288, 287 from ref.feed;

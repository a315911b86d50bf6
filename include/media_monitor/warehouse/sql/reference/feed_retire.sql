-- One row per feed that is no longer on the list.
update ref.feed
set is_active = false
where is_active and feed_id not in (select i.feed_id from incoming_feed as i)

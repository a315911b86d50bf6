-- What is known to be in topic, and what is known not to be.
update ops.page set is_in_topic = page_id % 2 = 0;

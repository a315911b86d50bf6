-- The re-check ladder (15 min, 1 h, 3 h, 3 d, 30 d) is for articles in topic: what a page is about is known once it was published.

alter table ops.page add column is_in_topic boolean;
comment on column ops.page.is_in_topic is 'Whether its newest state is about terrorism or armed conflict, or makes a claim; only such pages stay on the re-check ladder. False for pages that hold no article; NULL = not read yet';

-- One row: the next request that is planned for the page.
insert into ops.page_due (page_id, due_at, reason)
values (%(page_id)s, %(due_at)s, %(reason)s)
on conflict do nothing

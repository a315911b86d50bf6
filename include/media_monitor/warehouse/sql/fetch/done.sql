-- One row per plan that these requests fulfilled.
delete from ops.page_due where page_id = %(page_id)s and due_at <= %(until)s

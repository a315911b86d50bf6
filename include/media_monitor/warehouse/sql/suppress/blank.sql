-- One row: how many rows were changed so that the name stands in none.
select ops.blank_name(%(full_name)s, %(short_name)s, %(articles)s) as row_count

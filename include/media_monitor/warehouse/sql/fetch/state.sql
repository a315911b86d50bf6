-- One row: what is known of the page after its requests.
update ops.page
set
    etag = %(etag)s,
    last_modified = %(last_modified)s,
    first_fetched_at = coalesce(first_fetched_at, %(first_fetched_at)s),
    last_fetched_at = coalesce(%(last_fetched_at)s, last_fetched_at),
    recheck_count = %(recheck_count)s,
    failure_count = %(failure_count)s,
    outcome = %(outcome)s,
    outcome_reason = %(outcome_reason)s,
    leased_until = null
where page_id = %(page_id)s

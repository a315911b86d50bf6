-- One row: the correction that is withdrawn.
update core.correction
set withdrawn_by = coalesce(%(by)s, session_user), withdrawn_at = %(now)s, withdrawn_reason = %(reason)s
where correction_id = %(correction_id)s and withdrawn_at is null

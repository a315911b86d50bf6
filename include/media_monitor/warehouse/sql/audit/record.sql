-- One row: the id of the audit row that this adds.
select ops.record_audit(%(what)s, %(details)s, %(on_behalf_of)s) as audit_id

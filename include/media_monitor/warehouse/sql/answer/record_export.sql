-- One row: the id of the audit row that this adds.
select report.record_export(%(what)s, %(details)s) as audit_id

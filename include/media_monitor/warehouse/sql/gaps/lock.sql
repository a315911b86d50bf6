-- One row: nobody else fills the gap calendar until the transaction ends.
select pg_advisory_xact_lock(hashtext('mart.gap_calendar'))

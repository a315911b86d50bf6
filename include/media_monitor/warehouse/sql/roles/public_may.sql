-- One row: whether everybody who may connect to this database may also make temporary tables in it.
select
    current_database() as database_name,
    has_database_privilege('public', current_database(), 'temporary') as may_make_temporary

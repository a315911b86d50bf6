-- One row: whether the warehouse was ever migrated.
select to_regclass('public.alembic_version') is not null as is_there

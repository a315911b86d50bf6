"""Alembic's entry: one transaction per migration, and settings that no migration can forget.

`lock_timeout` bounds how long others queue up behind a migration that waits. `deadlock_timeout` below it has two effects: an
autovacuum that holds the lock gives way (PostgreSQL cancels it when a waiter looks for deadlocks), and in a deadlock with a
writer it is the migration that is rolled back. Only some roles may set it; others wait until the autovacuum ends.
A migration may run for as long as it needs: a role's `statement_timeout` is not meant for it.
"""

from alembic import context
from sqlalchemy import create_engine, text

SETTINGS = """
select
    set_config('lock_timeout', :lock_timeout_ms, false),
    set_config('statement_timeout', '0', false),
    set_config('timezone', 'UTC', false),
    case when has_parameter_privilege('deadlock_timeout', 'SET') then set_config('deadlock_timeout', '200', false) end
"""

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    connection.execute(text(SETTINGS), {"lock_timeout_ms": context.config.get_main_option("lock_timeout_ms")})
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True, version_table_schema="public")
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()

"""Alembic's entry: one transaction per migration, and settings that no migration can forget.

`lock_timeout` bounds how long others queue up behind a migration that waits. `deadlock_timeout` below it has two effects: an
autovacuum that holds the lock gives way (PostgreSQL cancels it when a waiter looks for deadlocks), and in a deadlock with a
writer it is the migration that is rolled back. Only some roles may set it; others wait until the autovacuum ends.
A migration may run for as long as it needs: a role's `statement_timeout` is not meant for it.

The roles come before the schema. Once the warehouse belongs to its owner, migrations act as that role: what they make is the
owner's then, and its default privileges hold. Each migration leaves a row in the audit.
"""

import json
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import create_engine, text

from media_monitor.warehouse import roles

SETTINGS = """
select
    set_config('lock_timeout', :lock_timeout_ms, false),
    set_config('statement_timeout', '0', false),
    set_config('timezone', 'UTC', false),
    case when has_parameter_privilege('deadlock_timeout', 'SET') then set_config('deadlock_timeout', '200', false) end
"""


def record(ctx: MigrationContext, step: MigrationInfo, heads: object, run_args: object) -> None:  # noqa: ARG001  Alembic's names
    """Enter an applied migration in the audit, in its own transaction, as soon as there is one."""
    if ctx.bind is not None and ctx.bind.execute(text("select to_regclass('ops.audit')")).scalar() is not None:
        applied = {"details": json.dumps({"revision": step.up_revision_id})}
        ctx.bind.execute(text("select ops.record_audit('migration', cast(:details as jsonb))"), applied)


engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    connection.execute(text(SETTINGS), {"lock_timeout_ms": context.config.get_main_option("lock_timeout_ms")})
    connection.commit()
    server: Any = connection.connection.driver_connection
    roles.ensure(server)
    roles.secure_database(server)
    roles.act_as_owner(server)
    context.configure(
        connection=connection, transaction_per_migration=True, version_table_schema="public", on_version_apply=record
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()

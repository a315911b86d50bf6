"""Alembic's entry: one transaction per migration, a short lock timeout so that a migration never queues up readers behind it."""

from alembic import context
from sqlalchemy import create_engine, text

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    connection.execute(text("set lock_timeout = '2s'"))
    connection.execute(text("set timezone = 'UTC'"))
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True, version_table_schema="public")
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()

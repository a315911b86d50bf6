"""Alembic's folder: forward only."""

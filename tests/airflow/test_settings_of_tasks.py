"""Where a task finds the warehouse."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from media_monitor.local.airflow import connection

PLUGINS = Path(__file__).parents[2] / "plugins"


@pytest.fixture
def task(booted: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "path", [str(PLUGINS), *sys.path])
    return importlib.import_module("media_monitor_airflow.task")


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://us:pw@db.test:5433/news",
        "postgresql://some%40one:p%2Fw%3F@db.test:5432/news",
        "postgresql://us:pw@db.test:5432/news?sslmode=require&sslrootcert=%2Fetc%2Fca.pem",
    ],
)
def test_the_connection_leads_to_the_warehouse_as_it_was_given(task, monkeypatch, dsn):
    monkeypatch.setenv("AIRFLOW_CONN_MEDIA_MONITOR", connection(dsn))
    assert task.settings().dsn == dsn


def test_without_a_connection_the_environment_names_the_warehouse(task, monkeypatch):
    monkeypatch.delenv("AIRFLOW_CONN_MEDIA_MONITOR", raising=False)
    monkeypatch.setenv("MEDIA_MONITOR_DSN", "postgresql://us@db.test/news")
    assert task.settings().dsn == "postgresql://us@db.test/news"

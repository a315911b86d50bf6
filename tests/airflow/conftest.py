"""An Airflow of these tests' own: its home, its SQLite metadata, the checkout's DAGs and plugins.

Airflow reads its environment when it is first imported. It is imported in fixtures and tests only, never while tests are
collected, and the environment is there while a test of this folder runs and gone afterwards: other tests share the process.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DAGS, PLUGINS = ROOT / "dags", ROOT / "plugins"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder boots Airflow, and warnings of Airflow's own code are not ours to mend."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.airflow)
            item.add_marker(pytest.mark.filterwarnings("ignore"))


@pytest.fixture(scope="session")
def airflow_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What Airflow is told before it is imported."""
    home = tmp_path_factory.mktemp("airflow")
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__UNIT_TEST_MODE": "True",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PLUGINS),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "reader:viewer",
        "AIRFLOW__API_AUTH__JWT_SECRET": "a secret of sixty-four characters and more, for these tests alone",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",  # at INFO a failed test is a thousand lines
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "GX_ANALYTICS_ENABLED": "false",
    }


@pytest.fixture(autouse=True)
def _in_airflow(airflow_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in airflow_environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def booted(airflow_environment: dict[str, str]) -> Iterator[None]:
    """Airflow, imported and with its metadata tables."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in airflow_environment.items():
            patch.setenv(name, value)
        from airflow.utils import db

        db.initdb()
        yield


@pytest.fixture(scope="session")
def dags(booted: None) -> dict[str, Any]:
    """The DAGs of the checkout by id."""
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(DAGS)
    assert bag.import_errors == {}
    return bag.dags

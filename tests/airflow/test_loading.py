"""What loading DAGs and plugins costs and touches, seen from a fresh process: Airflow loads them over and over."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    *("great_expectations", "trafilatura", "pandas", "spacy", "lxml", "feedparser", "aiohttp", "ahocorasick", "fastwarc"),
    *("media_monitor_airflow.ui", "media_monitor.annotate", "media_monitor.stages"),
}

LOAD = """
import json, sys, time
from pathlib import Path

import airflow.sdk
from airflow.dag_processing.dagbag import DagBag
from airflow import plugins_manager

before = dict(sys.modules)
plugins, problems = plugins_manager._get_plugins()
dags, seconds, errors = [], {}, {}
for path in sorted(Path(sys.argv[1]).glob("*.py")):
    began = time.process_time()
    bag = DagBag(path)
    seconds[path.name] = time.process_time() - began
    dags += bag.dags
    errors |= bag.import_errors
result = {
    "dags": sorted(dags),
    "errors": errors,
    "seconds": seconds,
    "plugins": [plugin.name for plugin in plugins if "$PLUGINS_FOLDER" in str(plugin.source)],
    "problems": problems,
    "replaced": [name for name, module in before.items() if sys.modules.get(name) is not module],
    "modules": sorted(sys.modules),
    "from_plugins": sorted(n for n, m in sys.modules.items() if (getattr(m, "__file__", "") or "").startswith(sys.argv[2])),
}
print(json.dumps(result), file=sys.stderr)
"""


def loaded(dags: Path, plugins: Path, home: Path) -> dict[str, Any]:
    """What a process sees that loads plugins and DAGs, with no setting of media monitor and no database to reach."""
    environment = {
        "HOME": str(home),
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(plugins),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "postgresql+psycopg2://nobody@127.0.0.1:1/none",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
    }
    command = [sys.executable, "-c", LOAD, str(dags), str(plugins)]
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stderr.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return loaded(ROOT / "dags", ROOT / "plugins", tmp_path_factory.mktemp("fresh"))


def test_dags_load_without_settings_and_without_a_database(fresh: dict[str, Any]) -> None:
    assert fresh["errors"] == {}
    assert len(fresh["dags"]) == 9


def heavy(modules: list[str]) -> list[str]:
    return [name for name in modules if any(name == item or name.startswith(item + ".") for item in HEAVY)]


def test_nothing_heavy_is_imported_to_load_dags_and_plugins(fresh: dict[str, Any]) -> None:
    assert heavy(fresh["modules"]) == []


def test_a_dag_file_takes_less_than_half_a_second_of_cpu(fresh: dict[str, Any]) -> None:
    assert {name: taken for name, taken in fresh["seconds"].items() if taken > 0.5} == {}


def test_one_plugin_is_loaded_and_no_module_is_replaced(fresh: dict[str, Any]) -> None:
    assert fresh["plugins"] == ["media_monitor"]
    assert fresh["problems"] == {}
    assert fresh["replaced"] == []


def test_every_module_of_the_plugins_folder_bears_our_name(fresh: dict[str, Any]) -> None:
    """The loader gives each file it finds the bare stem as its name; `task` or `batches` would be anybody's."""
    assert "media_monitor_plugin" in fresh["from_plugins"]
    assert [name for name in fresh["from_plugins"] if not name.startswith("media_monitor_")] == []


def test_a_heavy_slow_and_shadowing_installation_is_seen(tmp_path: Path) -> None:
    for folder in ("dags", "plugins/inner", "home"):
        (tmp_path / folder).mkdir(parents=True)
    slow = "import time\nend = time.process_time() + 0.7\nwhile time.process_time() < end: pass\n"
    (tmp_path / "dags" / "heavy.py").write_text(f"from airflow.sdk import dag\nimport lxml.etree\n{slow}")
    (tmp_path / "dags" / "needy.py").write_text("import os\nfrom airflow.sdk import dag\nos.environ['MEDIA_MONITOR_DSN']\n")
    (tmp_path / "plugins" / "inner" / "colorsys.py").write_text("")
    (tmp_path / "plugins" / "inner" / "json.py").write_text("")
    found = loaded(tmp_path / "dags", tmp_path / "plugins", tmp_path / "home")
    assert "lxml.etree" in heavy(found["modules"])
    assert found["seconds"]["heavy.py"] > 0.5
    assert list(found["errors"]) == [str(tmp_path / "dags" / "needy.py")]
    assert found["plugins"] == []
    assert "json" in found["replaced"]
    assert "colorsys" in found["from_plugins"]

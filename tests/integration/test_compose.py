"""docker-compose.yml, checked by the real Compose v2 binary and by running its init script; no container engine is needed."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import compose
import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yml"
# The package's console script returns 0 whatever happens: the binary beside it does not.
BINARY = Path(compose.__file__).parent / "docker-compose"

SECRET_NAMES = re.compile(r"PASSWORD$|SECRET|_KEY$")
REQUIRED_VARIABLE = re.compile(r"\$\{\w+:\?[^}]+\}")


def run_config(tmp_path: Path, compose_text: str, env_text: str, *options: str) -> subprocess.CompletedProcess[str]:
    """`docker compose config` on these two texts, with nothing inherited from the environment."""
    (tmp_path / "docker-compose.yml").write_text(compose_text, encoding="utf-8")
    (tmp_path / ".env").write_text(env_text, encoding="utf-8")
    command = [BINARY, "--project-directory", tmp_path, "config", *options]
    return subprocess.run(command, env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False)


@pytest.fixture
def compose_text() -> str:
    return COMPOSE_FILE.read_text(encoding="utf-8")


@pytest.fixture
def env_text() -> str:
    return (ROOT / ".env.example").read_text(encoding="utf-8")


@pytest.fixture
def resolved(tmp_path: Path, compose_text: str, env_text: str) -> dict[str, Any]:
    """The file as Compose sees it: merged, interpolated, with short forms written out."""
    result = run_config(tmp_path, compose_text, env_text, "--format", "json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_the_example_environment_makes_a_valid_file(tmp_path: Path, compose_text: str, env_text: str) -> None:
    result = run_config(tmp_path, compose_text, env_text, "--quiet")
    assert (result.returncode, result.stderr) == (0, "")


def test_an_unknown_key_is_refused(tmp_path: Path, compose_text: str, env_text: str) -> None:
    result = run_config(tmp_path, compose_text.replace("healthcheck:", "healthchek:", 1), env_text, "--quiet")
    assert result.returncode != 0
    assert "healthchek" in result.stderr


def required_variables() -> list[str]:
    return sorted(set(re.findall(r"\$\{(\w+):\?", COMPOSE_FILE.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("variable", required_variables())
def test_a_missing_required_variable_is_refused_by_name(tmp_path: Path, compose_text: str, env_text: str, variable: str) -> None:
    without = re.sub(rf"^{variable}=.*\n", "", env_text, flags=re.MULTILINE)
    assert without != env_text, f"{variable} is required but not in .env.example"
    result = run_config(tmp_path, compose_text, without, "--quiet")
    assert result.returncode != 0
    assert f"{variable} is missing a value: see .env.example" in result.stderr


def test_nothing_listens_beyond_loopback_unless_asked(
    tmp_path: Path, compose_text: str, env_text: str, resolved: dict[str, Any]
) -> None:
    assert published_addresses(resolved) == {"api-server": {"127.0.0.1"}, "postgres": {"127.0.0.1"}}
    asked = run_config(tmp_path, compose_text, env_text + "BIND_ADDRESS=192.0.2.1\n", "--format", "json")
    assert published_addresses(json.loads(asked.stdout)) == {"api-server": {"192.0.2.1"}, "postgres": {"192.0.2.1"}}


def published_addresses(resolved: dict[str, Any]) -> dict[str, set[str | None]]:
    services = resolved["services"].items()
    return {name: {port.get("host_ip") for port in service["ports"]} for name, service in services if service.get("ports")}


def literal_secrets(compose_text: str) -> list[str]:
    """Names of settings that should come from .env but are written down in the Compose file."""
    found = []
    for service in yaml.safe_load(compose_text)["services"].values():
        for name, value in service.get("environment", {}).items():
            in_address = re.search(r"://[^:/@]+:([^@]*)@", value)
            secret = in_address.group(1) if in_address else value if SECRET_NAMES.search(name) else None
            if secret is not None and not REQUIRED_VARIABLE.fullmatch(secret):
                found.append(name)
    return found


def test_no_secret_is_written_down(compose_text: str, env_text: str) -> None:
    assert literal_secrets(compose_text) == []
    values = re.findall(r"^\w+=(.*)$", env_text, flags=re.MULTILINE)
    assert len(values) == len(required_variables())
    assert all(value.startswith("replace-me") for value in values)


@pytest.mark.parametrize(
    ("variable", "setting"),
    [("AIRFLOW_JWT_SECRET", "AIRFLOW__API_AUTH__JWT_SECRET"), ("WAREHOUSE_PASSWORD", "MEDIA_MONITOR_DSN")],
)
def test_a_secret_written_down_would_be_found(compose_text: str, variable: str, setting: str) -> None:
    leaking = re.sub(rf"\$\{{{variable}:\?[^}}]+\}}", "hunter2", compose_text)
    assert setting in literal_secrets(leaking)


def test_every_lasting_process_has_a_health_check_and_waits_for_init(resolved: dict[str, Any]) -> None:
    services = resolved["services"]
    lasting = set(services) - {"airflow-init"}
    assert lasting == {"postgres", "api-server", "scheduler", "dag-processor", "triggerer"}
    for name in lasting:
        assert services[name]["healthcheck"]["test"], name
    for name in lasting - {"postgres"}:
        assert services[name]["depends_on"]["airflow-init"]["condition"] == "service_completed_successfully", name


def test_all_processes_share_the_secrets_that_they_check_each_other_by(resolved: dict[str, Any]) -> None:
    names = ("AIRFLOW__API_AUTH__JWT_SECRET", "AIRFLOW__API__SECRET_KEY", "AIRFLOW__CORE__FERNET_KEY")
    shared = {
        tuple(service["environment"][name] for name in names)
        for service in resolved["services"].values()
        if service["image"] == "media-monitor"
    }
    assert len(shared) == 1


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """Commands that only note that they were called, and this Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    scripts = {name: f'echo "{name} $*" >> "$CALLS"' for name in ("airflow", "media-monitor")}
    for name, line in (scripts | {"python": f'exec "{sys.executable}" "$@"'}).items():
        command = folder / name
        command.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        command.chmod(0o755)
    return folder


def run_init(resolved: dict[str, Any], tmp_path: Path, bin_folder: Path, password: str) -> subprocess.CompletedProcess[str]:
    service = resolved["services"]["airflow-init"]
    environment = {name: value.replace("replace-me", "chosen") for name, value in service["environment"].items()} | {
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
        "CALLS": str(tmp_path / "calls"),
        "AIRFLOW_ADMIN_PASSWORD": password,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(tmp_path / "passwords.json"),
    }
    # `config` prints a dollar sign as it would have to stand in a Compose file.
    command = [part.replace("$$", "$") for part in service["command"]]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def pools_that_tasks_ask_for() -> set[str]:
    """Values of the constants named …_POOL in plugins/: a task whose pool does not exist is never scheduled."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "plugins").rglob("*.py")]
    names = {name for source in sources for name in re.findall(r'^\w+_POOL = "(\w+)"$', source, flags=re.MULTILINE)}
    assert names
    return names


def test_init_prepares_both_databases_and_the_login(resolved: dict[str, Any], tmp_path: Path, bin_folder: Path) -> None:
    result = run_init(resolved, tmp_path, bin_folder, 'quotes " and $ signs')
    assert (result.returncode, result.stderr) == (0, "")
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert calls[:3] == ["airflow db migrate", "media-monitor migrate", "media-monitor sync-reference"]
    pools = Path(calls[3].removeprefix("airflow pools import "))
    assert json.loads(pools.read_text(encoding="utf-8")).keys() == pools_that_tasks_ask_for()
    passwords = tmp_path / "passwords.json"
    assert json.loads(passwords.read_text(encoding="utf-8")) == {"admin": 'quotes " and $ signs'}
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600


def test_init_refuses_the_placeholders_of_the_example(resolved: dict[str, Any], tmp_path: Path, bin_folder: Path) -> None:
    result = run_init(resolved, tmp_path, bin_folder, "replace-me-3")
    assert result.returncode == 2
    assert ".env.example says how" in result.stderr
    assert not (tmp_path / "calls").exists()


def test_the_image_gets_every_file_that_it_copies() -> None:
    """`.dockerignore` shuts everything out but what the Dockerfile copies from this repository."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    sources = {source for line in lines if line.startswith("COPY ") and "--from" not in line for source in line.split()[1:-1]}
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignore
    assert sources == {line.removeprefix("!") for line in ignore if line.startswith("!")}
    assert [source for source in sources if not (ROOT / source).exists()] == []

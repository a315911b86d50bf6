"""The environment of Airflow's processes and what is kept from one start to the next; no process is started here."""

from __future__ import annotations

import json
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from media_monitor.errors import LocalError
from media_monitor.local import ports, private, sessions
from media_monitor.local.airflow import AirflowStack, Keys, Site, connection, end_leftovers, environment


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(
        home=tmp_path / "airflow",
        dags=tmp_path / "dags",
        plugins=tmp_path / "plugins",
        metadata_dsn="postgresql://u:meta-secret@127.0.0.1:5999/airflow",
        warehouse_dsn="postgresql://u:ware-secret@127.0.0.1:5999/media_monitor",
    )


def test_the_settings_of_another_airflow_are_left_out_and_the_rest_is_kept(site: Site) -> None:
    inherited = {
        "AIRFLOW_HOME": "/elsewhere",
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__FORGOTTEN": "x",
        "AIRFLOW_CONN_ARCHIVE": "s3://",
        "PATH": "/usr/bin",
    }
    made = environment(site, Keys.generate(), 8090, inherited)
    assert made["AIRFLOW_HOME"] == str(site.home)
    assert made["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert "AIRFLOW__CORE__FORGOTTEN" not in made
    assert made["AIRFLOW_CONN_ARCHIVE"] == "s3://"
    assert made["PATH"] == "/usr/bin"


def test_the_port_and_the_address_that_tasks_use_agree(site: Site) -> None:
    made = environment(site, Keys.generate(), 8090, {})
    assert (made["AIRFLOW__API__PORT"], made["AIRFLOW__API__BASE_URL"]) == ("8090", "http://127.0.0.1:8090")
    assert made["AIRFLOW__API__HOST"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("inherited", "expected"), [({}, "127.0.0.1,localhost"), ({"NO_PROXY": "a.test"}, "a.test,127.0.0.1,localhost")]
)
def test_loopback_never_goes_through_a_proxy(site: Site, inherited: dict[str, str], expected: str) -> None:
    made = environment(site, Keys.generate(), 8090, inherited | {"HTTP_PROXY": "http://proxy.test:3128"})
    assert made["NO_PROXY"] == made["no_proxy"] == expected


def test_the_warehouse_is_an_airflow_connection() -> None:
    made = json.loads(connection("postgresql://some%40one:p%2Fw@db.test:5433/media"))
    assert made == {
        "conn_type": "postgres",
        "host": "db.test",
        "port": 5433,
        "login": "some@one",
        "password": "p/w",
        "schema": "media",
    }
    assert json.loads(connection("postgresql://db.test/media?sslmode=require"))["extra"] == {"sslmode": "require"}
    assert json.loads(connection("postgresql://db.test/media")) == {"conn_type": "postgres", "host": "db.test", "schema": "media"}


def test_a_dsn_that_is_no_url_is_refused_without_its_password() -> None:
    with pytest.raises(LocalError, match="must be a URL") as refused:
        connection("host=db.test password=hush")
    assert "hush" not in str(refused.value)


def test_generated_keys_are_of_the_kind_that_airflow_wants() -> None:
    keys, others = Keys.generate(), Keys.generate()
    assert Fernet(keys.fernet).decrypt(Fernet(keys.fernet).encrypt(b"x")) == b"x"
    assert len(keys.jwt) >= 64  # the key length of HS512
    assert not {keys.password, keys.jwt, keys.fernet, keys.cookie} & {others.password, others.jwt, others.fernet, others.cookie}


def test_secrets_do_not_show_where_a_value_is_printed(site: Site) -> None:
    keys = Keys.generate()
    shown = f"{keys!r} {site!r}"
    assert not any(
        secret in shown for secret in (keys.password, keys.jwt, keys.fernet, keys.cookie, "meta-secret", "ware-secret")
    )


def test_keys_and_port_are_the_same_at_the_second_start(site: Site) -> None:
    first = AirflowStack(site, {})
    first._prepare()
    second = AirflowStack(site, {})
    assert (second.keys, second.port) == (first.keys, first.port)
    assert json.loads((site.home / "passwords.json").read_text()) == {"admin": first.keys.password}


def test_files_with_secrets_are_for_their_owner_alone(site: Site) -> None:
    stack = AirflowStack(site, {})
    stack._prepare()
    holders = [path for path in site.home.iterdir() if stack.keys.password in path.read_text()]
    assert len(holders) == 2
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in holders)


def test_a_wanted_port_that_is_taken_is_replaced_by_the_next(site: Site) -> None:
    import socket

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        taken = server.getsockname()[1]
        assert AirflowStack(site, {}, port=taken).port == ports.next_free(taken) > taken


def test_a_process_of_a_killed_run_is_ended_before_the_next_start(site: Site) -> None:
    site.home.mkdir()
    left = sessions.launch(["/bin/sleep", "60"], {}, site.home, site.home / "left.log")
    private.write(site.home / "processes.json", {"scheduler": left.pid})
    end_leftovers(site.home)
    assert left.wait() == -15
    assert not (site.home / "processes.json").exists()


def test_a_process_that_ended_by_itself_is_named_with_its_last_words_and_its_log(site: Site) -> None:
    stack = AirflowStack(site, {})
    stack._prepare()
    log = site.home / "scheduler.log"
    log.write_text("begin\nthe database is gone\n")
    stack._processes["scheduler"] = subprocess.Popen(["/bin/false"])
    stack._processes["scheduler"].wait()
    with pytest.raises(LocalError, match=r"scheduler ended with 1: the database is gone") as problem:
        stack.require_alive()
    assert str(log) in str(problem.value)


def test_a_failing_migration_names_its_log(site: Site) -> None:
    stack = AirflowStack(site, {"PYTHONHOME": "/nonexistent"})  # a Python that cannot start stands for every failure
    with pytest.raises(LocalError, match=r"`airflow db migrate` ended with 1: .*\nlog: .*migrate\.log"):
        stack.migrate()

"""The embedded server itself: started, started again, beside taken ports, as root where root cannot be reached, and removed."""

from __future__ import annotations

import os
import re
import shutil
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from media_monitor.errors import LocalError
from media_monitor.local import binaries, private, sessions
from media_monitor.local.binaries import find_binaries
from media_monitor.local.identity import Identity, server_identity
from media_monitor.local.postgres import EmbeddedPostgres

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become another user")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Path]:
    """A folder for a server; what is left of it is removed, also outside of the folder."""
    yield tmp_path / "postgres"
    EmbeddedPostgres(tmp_path / "postgres").remove()


def ask(dsn: str, question: str) -> object:
    connection = psycopg2.connect(dsn)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_a_server_starts_keeps_its_data_and_starts_again_as_it_was(base: Path) -> None:
    postgres = EmbeddedPostgres(base, for_tests=True)
    first = postgres.start()
    dsn = postgres.ensure_database("ware house")
    assert postgres.ensure_database("ware house") == dsn
    connection = psycopg2.connect(dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute("create table t as select 42 as answer")
    connection.close()

    assert EmbeddedPostgres(base, for_tests=True).start() == first  # it runs: nothing happens
    postgres.stop()
    with pytest.raises(psycopg2.OperationalError):
        ask(dsn, "select 1")
    postgres.stop()  # stopped already: nothing happens

    assert postgres.start() == first
    assert ask(dsn, "select answer from t") == 42


def test_it_folds_and_finds_words_of_every_alphabet(base: Path) -> None:
    postgres = EmbeddedPostgres(base, for_tests=True)
    postgres.start()
    dsn = postgres.ensure_database("words")
    assert ask(dsn, "select lower('ÄŁЖ')") == "äłж"
    assert ask(dsn, "select to_tsvector('simple', 'МИР')::text") == "'мир':1"
    assert ask(dsn, "set client_min_messages = error; create extension pg_trgm; select cardinality(show_trgm('Мир'))") == 4
    assert ask(dsn, "show timezone") in {"UTC", "Etc/UTC"}


def test_only_loopback_with_the_password_gets_in(base: Path) -> None:
    server = EmbeddedPostgres(base, for_tests=True).start()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(server.dsn("postgres").replace(server.password, "guess"))
    assert ask(server.dsn("postgres"), "show listen_addresses") == "127.0.0.1"
    assert ask(server.dsn("postgres"), "show unix_socket_directories") == ""
    assert server.password not in repr(server)


def test_speed_at_the_price_of_safety_is_for_tests_only(base: Path) -> None:
    safe = EmbeddedPostgres(base)
    assert ask(safe.start().dsn("postgres"), "show fsync") == "on"
    safe.stop()
    assert ask(EmbeddedPostgres(base, for_tests=True).start().dsn("postgres"), "show fsync") == "off"


def test_another_port_is_taken_where_the_last_one_is_in_use(base: Path) -> None:
    postgres = EmbeddedPostgres(base, for_tests=True)
    first = postgres.start()
    postgres.stop()
    with socket.socket() as occupant:
        occupant.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        occupant.bind(("127.0.0.1", first.port))
        occupant.listen()
        second = postgres.start()
    assert second.port > first.port
    assert ask(second.dsn("postgres"), "select 1") == 1
    assert ask(postgres.dsn("postgres"), "select 1") == 1


def test_what_a_killed_first_start_left_does_not_matter(base: Path) -> None:
    postgres = EmbeddedPostgres(base, for_tests=True)
    postgres.start()
    postgres.stop()
    data = next(Path(postgres.log).parent.glob("data"))
    data.rename(data.with_name("data.new"))
    (data.with_name("data.new") / "global" / "pg_control").unlink()
    assert ask(postgres.start().dsn("postgres"), "select 1") == 1


def test_a_crashed_server_comes_back(base: Path) -> None:
    postgres = EmbeddedPostgres(base, for_tests=True)
    postgres.start()
    pid = int((Path(postgres.log).parent / "data" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, 9)
    while sessions.is_alive(pid):
        time.sleep(0.01)
    assert ask(postgres.start().dsn("postgres"), "select 1") == 1


def test_a_start_that_fails_shows_the_end_of_the_log_and_where_it_lies(base: Path) -> None:
    postgres = EmbeddedPostgres(base, for_tests=True)
    postgres.start()
    postgres.stop()
    (Path(postgres.log).parent / "data" / "global" / "pg_control").unlink()
    with pytest.raises(LocalError, match=rf"(?s)pg_ctl failed.*pg_control.*log: {re.escape(str(postgres.log))}"):
        postgres.start()


def test_before_the_first_start_there_is_no_address(base: Path) -> None:
    with pytest.raises(LocalError, match="never started"):
        EmbeddedPostgres(base).dsn("postgres")
    EmbeddedPostgres(base).stop()


def test_data_of_another_version_is_not_touched(base: Path) -> None:
    postgres = EmbeddedPostgres(base, for_tests=True)
    postgres.start()
    postgres.stop()
    version = Path(postgres.log).parent / "data" / "PG_VERSION"
    version.write_text("9\n")
    with pytest.raises(LocalError, match=r"made by PostgreSQL 9, .* clean-state"):
        postgres.start()


def test_the_password_is_in_a_file_for_its_owner_alone(base: Path) -> None:
    postgres = EmbeddedPostgres(base, for_tests=True)
    server = postgres.start()
    home = Path(postgres.log).parents[1]
    holders = [path for path in home.glob("*") if path.is_file() and server.password in path.read_text()]
    assert [path.name for path in holders] == ["server.json"]
    assert stat.S_IMODE(holders[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(postgres.log).parent.stat().st_mode) == 0o700


def test_removing_leaves_nothing_not_even_outside(base: Path) -> None:
    postgres = EmbeddedPostgres(base, for_tests=True)
    postgres.start()
    home = Path(postgres.log).parents[1]
    postgres.remove()
    assert not home.exists()
    assert not base.exists()


@as_root
def test_what_nobody_cannot_reach_lies_in_var_tmp(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    postgres = EmbeddedPostgres(tmp_path / "postgres", for_tests=True)
    try:
        assert ask(postgres.start().dsn("postgres"), "select 1") == 1
        assert postgres.log.is_relative_to("/var/tmp")
        assert postgres.log.owner() == "nobody"
    finally:
        postgres.remove()
    assert not postgres.log.parents[1].exists()


@as_root
def test_a_folder_of_somebody_else_in_var_tmp_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    postgres = EmbeddedPostgres(tmp_path / "postgres", for_tests=True)
    squatted = postgres.log.parents[1]
    squatted.mkdir()
    os.chown(squatted, 65534, 65534)
    try:
        with pytest.raises(LocalError, match="not a folder of this user"):
            postgres.start()
    finally:
        shutil.rmtree(squatted)


@as_root
def test_programs_that_nobody_cannot_reach_are_copied_with_their_libraries(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    found = find_binaries()
    if not found.trees:
        pytest.skip("no wheel for this machine")
    hidden = tmp_path / "hidden"
    for tree in found.trees:
        shutil.copytree(tree, hidden / tree.name, symlinks=True)
    hidden.chmod(0o700)
    unreachable = binaries.Binaries(
        hidden / found.folder.relative_to(found.trees[0].parent), found.version, tuple(hidden / tree.name for tree in found.trees)
    )
    nobody = server_identity()
    assert unreachable.run_as(Identity())
    assert not unreachable.run_as(nobody)
    place = Path(subprocess.check_output(["mktemp", "-d", "-p", "/var/tmp"], text=True).strip())
    try:
        place.chmod(0o755)
        copy = unreachable.copy_to(place)
        assert copy.run_as(nobody)
        assert unreachable.copy_to(place) == copy
        assert len(list(place.iterdir())) == 1
    finally:
        shutil.rmtree(place)


def test_the_systems_newest_postgres_stands_in_for_the_wheel(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    installed = sorted((int(folder.parent.name) for folder in binaries.SYSTEM.glob("*/bin")), reverse=True)
    if not installed:
        pytest.skip("no PostgreSQL of the system's: apt install postgresql")
    found = find_binaries()
    assert (found.major, found.trees) == (str(installed[0]), ())
    dsn = EmbeddedPostgres(base, for_tests=True).start().dsn("postgres")
    assert str(ask(dsn, "show server_version")).startswith(found.major)


def test_without_any_postgres_the_ways_to_get_one_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    with pytest.raises(LocalError, match=r"apt install postgresql.*MEDIA_MONITOR_DSN"):
        find_binaries(tmp_path)


def test_programs_that_do_not_run_here_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    for version, script in (("17", "#!/nonexistent/loader\n"), ("16", "#!/bin/sh\necho 'postgres (PostgreSQL) 16.2 (Debian)'\n")):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for program in ("postgres", "initdb", "pg_ctl"):
            (folder / program).write_text(script)
            (folder / program).chmod(0o755)
    assert (find_binaries(tmp_path).version, find_binaries(tmp_path).major) == ("16.2", "16")


def test_the_server_sees_nothing_of_our_environment(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MM_SECRET", "hush")
    postgres = EmbeddedPostgres(base, for_tests=True)
    postgres.start()
    pid = (Path(postgres.log).parent / "data" / "postmaster.pid").read_text().splitlines()[0]
    assert b"hush" not in Path(f"/proc/{pid}/environ").read_bytes()
    assert private.read(Path(postgres.log).parents[1] / "server.json").keys() == {"port", "password"}

"""squawk reads every migration that meets a warehouse in use; what it is told to pass over is argued, here or in .squawk.toml."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from history import VERSIONS

from media_monitor.settings import Settings
from warehouse_fixtures import ask

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / ".squawk.toml"
SQUAWK = Path(sys.executable).with_name("squawk")
LINTED = sorted(path for path in VERSIONS.glob("*.sql") if path.name > "0003")
REWRITE = {
    "adding-field-with-default": "covers_on rewrites core.article",
    "ban-drop-constraint": "the constraint ties two tables that are both replaced",
    "ban-drop-table": "the tables dropped were copied row by row before",
    "renaming-table": "the old tables make room for the new ones of their name",
    "require-concurrent-index-creation": "on core.article, with the DAGs stopped",
    "require-concurrent-index-deletion": "on core.article, with the DAGs stopped",
}
"""What 0003 may do, once: it rewrites core before the first release, with the DAGs stopped."""


def squawk(*arguments: str | Path) -> list[str]:
    """Findings on files, one line each: path, position, rule, what it is about."""
    found = subprocess.run([SQUAWK, "--reporter", "gcc", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [line for line in found.stdout.splitlines() if re.search(r": (warning|error): ", line)]
    assert (found.returncode != 0) == bool(lines), found.stdout + found.stderr
    return lines


def excluded_rules() -> list[str]:
    rules: list[str] = tomllib.loads(CONFIG.read_text())["excluded_rules"]
    return rules


@pytest.mark.rel("K02")
@pytest.mark.parametrize("path", LINTED, ids=lambda path: path.stem)
def test_a_migration_is_clean(path: Path) -> None:
    if path.name != "0003_partitions.sql":
        assert squawk(path) == []
        return
    # Without the file's exclusion: so 0003 is read for everything that nobody argued away.
    rules = ",".join([*excluded_rules(), *REWRITE])
    without = ["--config", "/dev/null", "--pg-version", "15.0", "--assume-in-transaction", "--exclude", rules]
    assert squawk(*without, path) == []


BAD = {
    "create index late on core.article (title);": "require-concurrent-index-creation",
    "alter table core.article add constraint told check (title <> '');": "constraint-missing-not-valid",
    "alter table core.article alter column title set not null;": "adding-not-nullable-field",
    "alter table core.article alter column title type varchar(10);": "changing-column-type",
    "alter table core.article drop column title;": "ban-drop-column",
    "drop table core.article;": "ban-drop-table",
    "create table ops.thing (at timestamp);": "prefer-timestamp-tz",
    "create table ops.thing (id serial primary key);": "prefer-identity",
}


@pytest.mark.rel("K02")
@pytest.mark.parametrize(("statement", "rule"), BAD.items())
def test_a_bad_migration_is_seen(statement: str, rule: str, tmp_path: Path) -> None:
    path = tmp_path / "0099_bad.sql"
    path.write_text(statement)
    assert any(rule in line for line in squawk("--config", CONFIG, path)), squawk("--config", CONFIG, path)


@pytest.mark.rel("K02")
@pytest.mark.parametrize("rule", REWRITE)
def test_0003_needs_each_of_its_exclusions(rule: str) -> None:
    rules = ",".join([*excluded_rules(), *(other for other in REWRITE if other != rule)])
    without = ["--config", "/dev/null", "--pg-version", "15.0", "--assume-in-transaction", "--exclude", rules]
    assert any(rule in line for line in squawk(*without, VERSIONS / "0003_partitions.sql"))


def unargued(text: str) -> list[str]:
    """Exclusions of a squawk configuration, and ignore comments of a migration, that nobody gave a reason for."""
    lines = text.splitlines()
    found = [line.strip() for line in lines if re.match(r'\s*"\S+\.sql",?\s*$', line)]  # a path, and no comment after it
    is_argued = False
    for line in lines:
        if re.match(r"\s+#", line):
            is_argued = True
        elif re.match(r'\s+"[a-z-]+",$', line):
            found += [] if is_argued else [line.strip()]
        else:
            is_argued = False
    return found + [line.strip() for line in lines if re.match(r"\s*-- squawk-ignore(?!.* -- \w)", line)]


def test_every_exclusion_has_its_reason() -> None:
    assert unargued(CONFIG.read_text()) == []
    assert [line for path in VERSIONS.glob("*.sql") for line in unargued(path.read_text("utf-8"))] == []


def test_an_exclusion_without_a_reason_is_seen() -> None:
    assert unargued('excluded_paths = [\n  "*/0009_x.sql",\n]')
    assert unargued('excluded_rules = [\n  "ban-drop-table",\n]')
    assert unargued('excluded_rules = [\n  # why\n  "ban-drop-view",\n  "ban-drop-table",\n]') == []  # one reason for two
    assert unargued("-- squawk-ignore ban-drop-table\ndrop table x;")
    assert unargued("-- squawk-ignore ban-drop-table -- its rows are in y\ndrop table x;") == []


def test_an_argued_exclusion_in_a_migration_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "0099_argued.sql"
    path.write_text("-- squawk-ignore ban-drop-table -- its rows are in ops.kept\ndrop table ops.thing;\n")
    assert squawk("--config", CONFIG, path) == []


COUNTED = """
select format('%I.%I.%I', n.nspname, c.relname, a.attname), format_type(a.atttypid, null)
from pg_attribute as a
inner join pg_class as c on a.attrelid = c.oid
inner join pg_namespace as n on c.relnamespace = n.oid
where (a.attidentity <> '' or pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) is not null)
    and n.nspname not in ('pg_catalog', 'information_schema') and c.relkind in ('r', 'p') and not c.relispartition
"""


def test_a_key_that_is_counted_up_is_a_bigint(settings: Settings) -> None:
    counted = ask(settings, COUNTED)
    assert len(counted) > 5
    assert [name for name, kind in counted if kind != "bigint"] == []

"""The house rules of DESIGN, as tests: who may import what, who may ask the clock, what never enters the repository.

Ruff's banned-api rule says the same while you type, but knows one list of exceptions a file; these tests know them all.
Each rule has a negative control on an invented snippet, so that a rule which no longer sees anything fails too.
"""

from __future__ import annotations

import ast
import functools
import graphlib
import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = "include/media_monitor/"
SHIPPED = ("include/*", "dags/*", "plugins/*")
CODE = (*SHIPPED, "tests/*", "benchmarks/*", "scripts/*")

# ---- reading Python ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Use:
    """A dotted name as imported or used in a file: `datetime.datetime.now`, `aiohttp.ClientSession`."""

    name: str
    line: int
    is_import: bool
    is_deferred: bool
    """Inside a function, or under `if TYPE_CHECKING:`, so that importing the file does not import the name."""

    def is_within(self, banned: str) -> bool:
        return self.name == banned or self.name.startswith(banned + ".")


class _Uses(ast.NodeVisitor):
    """Collects the imports of a module, and what its own names stand for wherever they are used."""

    def __init__(self) -> None:
        self.found: list[Use] = []
        self._aliases: dict[str, str] = {}
        self._depth = 0

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            self._aliases[alias.asname or top] = alias.name if alias.asname else top
            self._add(alias.name, node, is_import=True)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self._aliases[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            self._add(f"{node.module}.{alias.name}", node, is_import=True)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if (name := self._dotted(node)) is not None:
            self._add(name, node)
        else:
            self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self._aliases:
            self._add(self._aliases[node.id], node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._deferred(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - the name that ast calls

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            self._deferred(node)
        else:
            self.generic_visit(node)

    def _deferred(self, node: ast.AST) -> None:
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1

    def _dotted(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Attribute):
            base = self._dotted(node.value)
            return f"{base}.{node.attr}" if base else None
        return self._aliases.get(node.id) if isinstance(node, ast.Name) else None

    def _add(self, name: str, node: ast.stmt | ast.expr, *, is_import: bool = False) -> None:
        self.found.append(Use(name, node.lineno, is_import, self._depth > 0))


@functools.cache
def uses(source: str) -> list[Use]:
    """Every name that `source` imports and every use of one, aliases resolved, in no particular order."""
    tree = ast.parse(source)
    visitor = _Uses()
    visitor.visit(tree)
    # Again, now that all aliases are known: a function may use what is imported further down.
    visitor.found.clear()
    visitor.visit(tree)
    return visitor.found


def tracked() -> list[str]:
    """Paths of the files that git knows, from the root."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        pytest.skip("not a git checkout: what is tracked cannot be told")
    return [path for path in listing.stdout.split("\0") if path and (ROOT / path).is_file()]


def modules(patterns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Path and text of the tracked Python files under `patterns`."""
    for path in tracked():
        if path.endswith(".py") and matches(path, patterns):
            yield path, (ROOT / path).read_text(encoding="utf-8")


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(path, pattern) for pattern in patterns)


# ---- names that belong to few files ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """`names` may be used in the files `only_in`, out of the files `among`."""

    names: tuple[str, ...]
    only_in: tuple[str, ...]
    control: str
    """Invented code that breaks the rule in any other file."""
    among: tuple[str, ...] = SHIPPED
    only_deferred: bool = False
    """Even there, only inside functions: the import takes seconds."""

    def broken_by(self, path: str, source: str) -> list[str]:
        """One line for each use of these names that this file may not make."""
        if not matches(path, self.among):
            return []
        is_home = matches(path, self.only_in)
        return [
            f"{path}:{use.line}: {use.name} belongs to {' and '.join(self.only_in)}{', in functions' * self.only_deferred}"
            for use in uses(source)
            if any(use.is_within(name) for name in self.names) and not (is_home and (not self.only_deferred or use.is_deferred))
        ]


HTTP_CLIENTS = ("aiohttp", "httpx", "requests", "urllib3", "urllib.request", "http.client")
TRANSPORT = (PACKAGE + "collect/http.py", PACKAGE + "collect/network.py")
CLOCKS = (
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "pendulum.now",
    "time.time",
)

RULES = {
    "airflow": Rule(
        ("airflow",),
        ("dags/*", "plugins/*", "tests/airflow/*"),
        "def task():\n    from airflow.sdk import DAG\n",
        among=CODE,
    ),
    "psycopg2": Rule(("psycopg2", "psycopg"), (PACKAGE + "warehouse/*",), "from psycopg2.extras import execute_values\n"),
    "http": Rule(HTTP_CLIENTS, (*TRANSPORT, PACKAGE + "local/*"), "import urllib.request as web\n"),
    "aiohttp": Rule(("aiohttp",), TRANSPORT, "import aiohttp\n"),
    "great_expectations": Rule(
        ("great_expectations",),
        (PACKAGE + "quality/*",),
        "import great_expectations as gx\n",
        only_deferred=True,
    ),
    "environment": Rule(
        ("os.environ", "os.getenv"),
        (PACKAGE + "settings.py", PACKAGE + "local/*"),
        "from os import environ as e\nhome = e['HOME']\n",
    ),
    "clock": Rule(
        CLOCKS,
        (PACKAGE + "stages/clock.py", PACKAGE + "local/*", "dags/*", "plugins/*"),
        "def age(x):\n    return datetime.now(UTC) - x\nfrom datetime import UTC, datetime\n",
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_names_stay_in_the_files_that_own_them(name: str) -> None:
    broken = [line for path, source in modules(RULES[name].among) for line in RULES[name].broken_by(path, source)]
    assert broken == []


@pytest.mark.parametrize("name", RULES)
def test_a_name_outside_its_files_is_seen(name: str) -> None:
    rule = RULES[name]
    assert rule.broken_by(PACKAGE + "extract/page.py", rule.control)
    allowed = rule.only_in[0].replace("*", "x.py")
    if not rule.only_deferred:
        assert rule.broken_by(allowed, rule.control) == []


def test_ruff_bans_the_same_names_while_you_type() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert set(lint["flake8-tidy-imports"]["banned-api"]) == {name for rule in RULES.values() for name in rule.names}
    ignored = lint["per-file-ignores"]
    free = [path for path, _ in modules(SHIPPED) if any("TID251" in ignored[p] and fnmatch(path, p) for p in ignored)]
    homes = tuple(home for rule in RULES.values() for home in rule.only_in)
    assert [path for path in free if not matches(path, homes)] == []


def test_great_expectations_is_imported_inside_functions_only() -> None:
    rule, home = RULES["great_expectations"], PACKAGE + "quality/run.py"
    assert rule.broken_by(home, "import great_expectations as gx\n")
    assert rule.broken_by(home, "class Gate:\n    import great_expectations as gx\n")
    assert rule.broken_by(home, "def check():\n    import great_expectations as gx\n    gx.get_context()\n") == []


def test_a_look_at_the_clock_is_told_from_another_now() -> None:
    rule, path = RULES["clock"], PACKAGE + "collect/schedule.py"
    assert rule.broken_by(path, "import datetime as dt\nx = dt.datetime.now(dt.UTC)\n")
    assert rule.broken_by(path, "import time\nx = time.time()\n")
    assert rule.broken_by(path, "from datetime import datetime\ndef f(clock=datetime.utcnow): ...\n")
    assert rule.broken_by(path, "import time\ndef f(now, row):\n    return row.now() - now, time.monotonic()\n") == []


# ---- layers ------------------------------------------------------------------------------------------------------------

LAYERS: tuple[tuple[str, ...], ...] = (
    ("model", "errors", "ids", "__init__"),
    # pure: text and bytes in, values out. What is new in these packages counts as pure until it is listed below.
    ("collect", "extract", "annotate", "relate", "quality", "catalogue"),
    # effects: network, processes, files, database, environment
    ("settings", "collect.http", "collect.network", "collect.slots", "collect.supervise", "collect.registry", "archive",
     "warehouse", "quality.run", "report", "extract.jsonl", "extract.supervise"),
    ("stages",),
    ("plugins", "local"),
    ("dags", "cli", "__main__"),
)  # fmt: skip
PURE = 1
EFFECTS = (
    *("os", "socket", "ssl", "asyncio", "subprocess", "multiprocessing", "concurrent", "pebble"),
    *("shutil", "tempfile", "fsspec", "sqlalchemy", "random", "secrets"),
)


def module_name(path: str) -> str:
    """`include/media_monitor/collect/feeds.py` → `collect.feeds`; files under dags/ and plugins/ count as one module each."""
    if not path.startswith(PACKAGE):
        return path.partition("/")[0]
    name = path.removeprefix(PACKAGE).removesuffix(".py").replace("/", ".")
    return name.removesuffix(".__init__")


def layer(module: str) -> int | None:
    """Number of the layer of `module`, from the ground up: the longest entry that it lies in decides."""
    found = [(len(entry), number) for number, entries in enumerate(LAYERS) for entry in entries if _lies_in(module, entry)]
    return max(found)[1] if found else None


def _lies_in(module: str, entry: str) -> bool:
    return module == entry or module.startswith(entry + ".")


def imported_modules(source: str, known: set[str]) -> dict[str, int]:
    """Modules of this package that `source` imports → the line of the first import."""
    found: dict[str, int] = {}
    for use in uses(source):
        if use.is_import and use.is_within("media_monitor"):
            name = use.name.removeprefix("media_monitor").removeprefix(".")
            # `from media_monitor.collect import feeds` names a module, `from media_monitor.model import Feed` a part of one.
            module = name if name in known else name.rpartition(".")[0]
            found.setdefault(module or "__init__", use.line)
    return found


def upward(path: str, source: str, known: set[str]) -> list[str]:
    """One line for each import of a module of a higher layer."""
    here = layer(module_name(path))
    lines = []
    for module, line in imported_modules(source, known).items():
        there = layer(module)
        if here is None or there is None:
            lines.append(f"{path}:{line}: {module_name(path)} or {module} is in no layer: give it a place in LAYERS")
        elif there > here:
            lines.append(f"{path}:{line}: {module_name(path)} (layer {here}) imports {module} (layer {there})")
    return lines


def known_modules() -> set[str]:
    return {module_name(path) for path, _ in modules((PACKAGE + "*",))}


def test_arrows_point_down_only() -> None:
    known = known_modules()
    assert [line for path, source in modules(SHIPPED) for line in upward(path, source, known)] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (PACKAGE + "model.py", "from media_monitor.settings import Settings\n"),
        (PACKAGE + "extract/page.py", "from media_monitor import archive\n"),
        (PACKAGE + "collect/feeds.py", "from media_monitor.collect import http\n"),
        (PACKAGE + "annotate/claims.py", "def f():\n    import media_monitor.warehouse.db\n"),
        (PACKAGE + "warehouse/write.py", "from media_monitor.stages.publish import run\n"),
        (PACKAGE + "stages/poll.py", "from media_monitor.cli import main\n"),
        (PACKAGE + "novel/thing.py", "from media_monitor.model import Feed\n"),
    ],
)
def test_an_arrow_that_points_up_is_seen(path: str, source: str) -> None:
    known = {"archive", "collect", "collect.http", "warehouse.db", "stages.publish", "cli", "settings", "model"}
    assert upward(path, source, known)


def test_an_arrow_that_points_down_is_left_alone() -> None:
    known = {"collect.http", "model", "stages.poll"}
    assert upward(PACKAGE + "collect/http.py", "from media_monitor.model import Fetched\n", known) == []
    assert upward("dags/poll_feeds.py", "from media_monitor.stages import poll\n", known) == []


def test_no_module_imports_itself_by_a_detour() -> None:
    known = known_modules()
    graph = {module_name(path): imported_modules(source, known).keys() for path, source in modules((PACKAGE + "*",))}
    tuple(graphlib.TopologicalSorter(graph).static_order())  # raises CycleError, which names the modules


def impure(path: str, source: str) -> list[str]:
    """One line for each import of something that reaches beyond its arguments."""
    return [f"{path}:{u.line}: {u.name}" for u in uses(source) if u.is_import and any(u.is_within(e) for e in EFFECTS)]


def test_pure_modules_reach_for_nothing() -> None:
    pure = [(path, source) for path, source in modules((PACKAGE + "*",)) if layer(module_name(path)) == PURE]
    assert pure
    assert [line for path, source in pure for line in impure(path, source)] == []


def test_a_pure_module_that_reaches_out_is_seen() -> None:
    assert impure("x.py", "def f():\n    from subprocess import run\n")
    assert impure("x.py", "import os.path\n")
    assert impure("x.py", "import re, json\n") == []


# ---- text that never enters the repository -----------------------------------------------------------------------------

# Put together from pieces, so that this file does not break its own rule.
REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "crates" + ".io", "ruby" + "gems.org")
# An index at a name that is reserved for examples (RFC 2606) is nobody's.
INDEX = re.compile("|".join(map(re.escape, REGISTRIES)) + r"|index-url[ ='\"]+\w+://(?![\w.-]+\.(?:example|test|invalid)\b)")
HOMES = ("wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers")
MACHINE_PATH = re.compile(r"(?<![\w.~*-])/(?:" + "|".join(HOMES) + r")/\w")


def unwelcome(path: str, text: str) -> list[str]:
    """One line for each address of a package index and each absolute path of somebody's machine."""
    return [
        f"{path}:{number}: {line.strip()[:80]}"
        for number, line in enumerate(text.splitlines(), 1)
        if INDEX.search(line) or MACHINE_PATH.search(line)
    ]


def test_no_registry_and_no_path_of_a_machine_is_tracked() -> None:
    texts = {path: (ROOT / path).read_bytes() for path in tracked()}
    found = [
        line for path, text in texts.items() if b"\0" not in text for line in unwelcome(path, text.decode("utf-8", "replace"))
    ]
    assert found == []


def test_a_registry_or_a_path_of_a_machine_is_seen() -> None:
    for host in REGISTRIES:
        assert unwelcome("x", f"see {host}/project/thing"), host
    assert unwelcome("x", "index-url" + " = http://mirror.intra/simple")
    assert unwelcome("x", "index-url = " + "http://mirror.test/simple") == []
    for folder in HOMES:
        assert unwelcome("x", f"open('/{folder}/somebody/notes.txt')"), folder
    assert unwelcome("x", "https://news.test/home/page, work/in/progress, /var/lib/media-monitor, pip's index-url") == []

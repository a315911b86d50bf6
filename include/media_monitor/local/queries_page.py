"""docs/queries.md: every question of the cookbook, how to ask it, and its answer against the sample newsroom."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from media_monitor.warehouse.cookbook import Parameter, Question, as_sql, bind

ANSWERS = Path("tests/golden/cookbook")
"""Below the checkout: the answers that the tests hold the cookbook to, one CSV file each."""
LATEST = date(2026, 3, 13)
"""The newest day of the sample newsroom, from which its windows are counted."""
ROWS_SHOWN = 8
CELL = 70
"""Characters of a cell: a link is known by its beginning, and a table of eight columns can be read."""

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?\+00:00")

HEAD = """\
# Queries

<!-- Generated from sql/cookbook/*.sql and tests/golden/cookbook/*.csv: change those and run `make docs`. -->

Questions that analysts ask, each a file of `include/media_monitor/warehouse/sql/cookbook/` that reads schema `report` and nothing
else, so that a login with the role for analysts can ask every one of them, in whatever tool it likes.

```
media-monitor query                                   # the list
media-monitor query first-named                       # an answer for the last seven days
media-monitor query first-named --since 2026-03-01 --format csv --out first.csv
media-monitor query first-named --help                # what it means and what it takes
media-monitor query first-named --show                # the SQL with its parameters in it, for psql
```

Days are counted from the newest one that articles belong to: `latest - 6 days` to `latest` is the last week of coverage, whatever
today is. A condition on days lets a query read the months it asks for and no others; the id of a story begins with its first day.
`--format` is `table`, `csv`, `jsonl` or `parquet`; in CSV, text that a spreadsheet would take for a formula begins with an
apostrophe, unless `--raw`. What is written with `--out` is in the audit.

The answers below are those of the sample newsroom (`make run`), whose outlets, people and attacks are invented; a test asks every
question and compares.
"""


def render(questions: Mapping[str, Question], answers: Path) -> str:
    """The whole page, with the answers that lie in the folder `answers`."""
    return "\n".join(_lines(questions, answers))


def _lines(questions: Mapping[str, Question], answers: Path) -> Iterator[str]:
    yield HEAD
    yield "| question | name |"
    yield "|---|---|"
    for question in questions.values():
        yield f"| {question.title} | [{question.name}](#{question.name}) |"
    for question in questions.values():
        yield from _question(question, (answers / f"{question.name}.csv").read_text("utf-8"))


def _question(question: Question, answer: str) -> Iterator[str]:
    yield f"\n## {question.name}\n"
    yield f"**{question.title}**\n"
    yield f"{question.grain}\n"
    yield f"{question.explanation}\n"
    yield "| option | type | default | |"
    yield "|---|---|---|---|"
    yield from (_parameter(parameter) for parameter in question.parameters)
    options = "".join(f" --{name} {shlex.quote(value)}" for name, value in question.example.items())
    yield f"\n```\nmedia-monitor query {question.name}{options}\n```\n"
    yield from _table(list(csv.reader(io.StringIO(answer, newline=""))))
    yield "\n<details><summary>SQL</summary>\n"
    yield f"```sql\n{as_sql(question, bind(question, question.example, LATEST))}\n```\n\n</details>"


def _parameter(parameter: Parameter) -> str:
    return f"| `--{parameter.name}` | {parameter.type} | `{parameter.default}` | {parameter.meaning} |"


def _table(rows: list[list[str]]) -> Iterator[str]:
    """Header and first rows of an answer."""
    header, *found = rows
    yield _row(header)
    yield _row("---" for _ in header)
    yield from (_row(map(_cell, row)) for row in found[:ROWS_SHOWN])
    if len(found) > ROWS_SHOWN:
        yield f"\n… and {len(found) - ROWS_SHOWN} more of {len(found)} rows."
    if not found:
        yield "\nNo row."


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """A value of a CSV file as a person reads it in Markdown."""
    if text.startswith('["'):
        text = ", ".join(json.loads(text))
    text = _MOMENT.sub(r"\1 \2Z", " ".join(text.split()))
    text = text if len(text) <= CELL else text[: CELL - 1] + "…"
    return re.sub(r"([|<>*_`\[\]\\])", r"\\\1", text)

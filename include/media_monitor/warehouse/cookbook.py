"""The cookbook: questions that analysts ask, each a file `sql/cookbook/NAME.sql` that reads schema report alone.

A file begins with a comment in paragraphs, parted by empty comment lines: the grain of the answer, the question, as many
paragraphs of explanation as it needs, an example (`Example: --story …`) where the defaults show little, and its parameters, a
line each:

    -- :since   date   latest - 6 days   first day of the window

name, type, default and meaning, two blanks or more between them. Types are date, timestamp, integer and text. A default is a
value of that type, `none` (NULL), or a day counted from the newest one that articles belong to: `latest`, `latest - 6 days`,
`latest 18:00`.
"""

from __future__ import annotations

import functools
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import Literal, TypeAlias, get_args

from media_monitor.errors import SettingsError

Type: TypeAlias = Literal["date", "timestamp", "integer", "text"]
Value: TypeAlias = date | datetime | int | str | None
NONE = "none"

_LATEST = re.compile(r"latest(?: *([+-]) *(\d{1,5}) days?)?(?: +(\d\d):(\d\d))?")
_PLACE = re.compile(r"%\((\w+)\)s|%%")
_PARAMETER = re.compile(r":(\w+) {2,}(\w+) {2,}(.+?) {2,}(.+)")
_FORMS = {
    "date": "a date as YYYY-MM-DD, or as `latest - 6 days`",
    "timestamp": "a time as 2026-03-10T18:00Z, or as `latest 18:00`",
    "integer": "a whole number",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question wants to know: `default` is written as a caller would write it."""

    name: str
    type: Type
    default: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """A file of the cookbook. `statement` is its SQL without the comment at its head."""

    name: str
    grain: str
    title: str
    explanation: str
    example: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    statement: str


@functools.cache
def questions() -> dict[str, Question]:
    """Every question of the cookbook by name, in alphabetical order."""
    folder = resources.files("media_monitor.warehouse").joinpath("sql", "cookbook")
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name)
    return {question.name: question for question in (read(f.name.removesuffix(".sql"), f.read_text("utf-8")) for f in files)}


def read(name: str, text: str) -> Question:
    """The question that a file holds. Raises SettingsError for a head that does not keep to the form."""
    lines = text.splitlines()
    length = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    head = "\n".join(line.removeprefix("--").removeprefix(" ") for line in lines[:length])
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", head)]
    parameters = [_parameter(name, line) for part in paragraphs if part.startswith(":") for line in part.splitlines()]
    examples = [part.removeprefix("Example:") for part in paragraphs if part.startswith("Example:")]
    words = [" ".join(part.split()) for part in paragraphs if not part.startswith((":", "Example:"))]
    if len(words) < 3 or not words[1].endswith("?"):
        raise SettingsError(f"cookbook/{name}.sql: begin with the grain, the question (it ends with ?) and an explanation")
    example = _options(shlex.split(examples[0])) if examples else {}
    statement = "\n".join(lines[length:]).strip()
    return Question(name, words[0], words[1], "\n\n".join(words[2:]), example, tuple(parameters), statement)


def _parameter(question: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line.strip())
    if found is None or found[2] not in get_args(Type):
        raise SettingsError(f"cookbook/{question}.sql: {line!r}: write `:name  type  default  meaning`")
    return Parameter(found[1], found[2], found[3].strip(), found[4].strip())  # type: ignore[arg-type]  # compared with the types above


def _options(words: list[str]) -> dict[str, str]:
    return {option.removeprefix("--"): value for option, value in zip(words[::2], words[1::2], strict=True)}


def bind(question: Question, given: Mapping[str, str | None], latest: date) -> dict[str, Value]:
    """Values of all parameters: what is `given`, else the defaults; days are counted from `latest`.

    Raises SettingsError for a value that its type does not have.
    """
    return {p.name: value(p, p.default if given.get(p.name) is None else str(given[p.name]), latest) for p in question.parameters}


def value(parameter: Parameter, text: str, latest: date) -> Value:
    """`text` as a value of the parameter's type."""
    if text == NONE:
        return None
    try:
        match parameter.type:
            case "date":
                return _moment(text, latest).date() if text.startswith("latest") else date.fromisoformat(text)
            case "timestamp":
                return _moment(text, latest) if text.startswith("latest") else _with_zone(datetime.fromisoformat(text))
            case "integer":
                return _bounded(int(text))
            case "text":
                return text
    except (ValueError, OverflowError):
        raise SettingsError(f"--{parameter.name} {text!r}: give {_FORMS[parameter.type]}") from None


def day(option: str, text: str, latest: date) -> date | None:
    """A date as a caller writes it: YYYY-MM-DD, `none`, or counted from `latest`. Raises SettingsError for anything else."""
    found = value(Parameter(option, "date", NONE, ""), text, latest)
    return found if isinstance(found, date) else None


def as_sql(question: Question, values: Mapping[str, Value]) -> str:
    """The question's SQL with these values in it, ready for psql."""
    return _PLACE.sub(lambda found: _literal(values[found[1]]) if found[1] else "%", question.statement)


def _literal(value: Value) -> str:
    """`value` as SQL (standard_conforming_strings on, as it is unless somebody turned it off)."""
    match value:
        case None:
            return "null"
        case int():
            return str(value)
        case date():
            return f"'{value.isoformat()}'"
        case _:
            return "'" + value.replace("'", "''") + "'"


def _moment(text: str, latest: date) -> datetime:
    found = _LATEST.fullmatch(text)
    if found is None:
        raise ValueError(text)
    sign, days, hour, minute = found.groups()
    day = latest + timedelta(days=int(days or 0)) * (-1 if sign == "-" else 1)
    return datetime(day.year, day.month, day.day, int(hour or 0), int(minute or 0), tzinfo=UTC)


def _with_zone(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _bounded(number: int) -> int:
    if abs(number) >= 2**31:
        raise OverflowError(number)
    return number

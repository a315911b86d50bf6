"""Run a suite with Great Expectations, in the database.

Great Expectations makes a temporary table of the suite's facts and asks it one question per expectation. It keeps what fails,
value and all, in its results and documents (which it renders as live HTML): so the facts hold nothing but numbers, days, truth
values and language codes. Its documents are not used; what is shown is rendered by us, from the ledger.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from importlib import resources
from typing import Any, TypeAlias

from media_monitor.errors import WarehouseError
from media_monitor.quality.drift import DRIFT
from media_monitor.quality.expectation import Expectation, Suite
from media_monitor.quality.policy import CheckResult
from media_monitor.quality.staged import STAGED_ARTICLES, STAGED_BATCH

Value: TypeAlias = int | float | datetime | date | Sequence[date]

_IDENTIFIED = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["slice", "subject"],
    "include_unexpected_rows": False,
    "partial_unexpected_count": 2**31 - 1,  # it cuts the list of failing rows short, even of a complete result: 20 by default
}
_FRESH_ROWS = "-c enable_nestloop=off"
"""Of rows that have just been staged the planner knows nothing and takes them for few: loops over them took 44 s for 500 articles
where hash joins take 0.6 s (measured beside 500,000 articles, PostgreSQL 18)."""
_CENSUS = "select array_agg(slice) as slices, array_agg(row_count) as row_counts from (select slice, count(*) as row_count from {batch} group by slice) as counted"  # noqa: E501
_CENSUS_NAME = "census"


def check_batch(sqlalchemy_url: str, batch_id: int) -> list[CheckResult]:
    """Results of the suites of a staged batch. Raises as `run_suite` does."""
    from sqlalchemy import make_url

    values = {"batch_id": batch_id}
    url = make_url(sqlalchemy_url).update_query_dict({"options": _FRESH_ROWS}).render_as_string(hide_password=False)
    return [result for suite in (STAGED_BATCH, STAGED_ARTICLES) for result in run_suite(url, suite, values)]


def run_suite(sqlalchemy_url: str, suite: Suite, values: Mapping[str, Value]) -> list[CheckResult]:
    """Results of every expectation of `suite` for each slice of its facts, slices ascending, expectations in the suite's order.

    `values` are the parameters of the facts' query. Raises WarehouseError for an expectation that cannot be evaluated: a gate
    that is broken lets nothing through.
    """
    # Imported here: it takes 3 s and 230 MB, which only something to check is worth.
    import great_expectations as gx
    import great_expectations.expectations as gxe

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_postgres("warehouse", connection_string=sqlalchemy_url, create_temp_table=True)
    asset = source.add_query_asset("facts", query=_facts(suite, values))
    definition = asset.add_batch_definition_whole_table("facts")
    expectations = [_build(gxe, item) for item in suite.expectations]
    # It gives back no more than 200 failing rows of a query, and no number of those that passed: all counts in one row.
    expectations.append(gxe.UnexpectedRowsExpectation(unexpected_rows_query=_CENSUS, meta={"name": _CENSUS_NAME}))
    named = context.suites.add(gx.ExpectationSuite(name=suite.name, expectations=expectations))
    validation = context.validation_definitions.add(gx.ValidationDefinition(name=suite.name, data=definition, suite=named))
    with _quiet():
        try:
            outcome = validation.run(result_format=_IDENTIFIED)
        except Exception as error:  # noqa: BLE001  it raises what its dozen layers raise
            raise WarehouseError(f"the facts of {suite.name!r} could not be measured: {_first_line(error)}") from None
    found = {result.expectation_config.meta["name"]: result for result in outcome.results}
    row_counts = _row_counts(found[_CENSUS_NAME])
    failed = {item.name: _failed(item, found[item.name]) for item in suite.expectations}
    return [
        CheckResult(suite.name, part, item, row_counts[part], tuple(failed[item.name][part]))
        for part in sorted(row_counts)
        for item in suite.expectations
    ]


def _facts(suite: Suite, values: Mapping[str, Value]) -> str:
    """The query of the facts. Great Expectations binds no parameters, and none of these types can carry SQL."""
    script = resources.files("media_monitor.quality").joinpath("sql", f"{suite.facts}.sql").read_text("utf-8")
    for name, value in {**DRIFT, **values}.items():
        script = script.replace(f"%({name})s", _literal(value))
    return f"select * from (\n{script}) as facts"  # noqa: S608  it wants a query that begins so


def _literal(value: Value) -> str:
    match value:
        case bool() | str():
            raise TypeError(f"{value!r} is no parameter of a suite")
        case int() | float():
            return repr(value)
        case datetime():
            return f"timestamptz '{value.isoformat()}'"
        case date():
            return f"date '{value.isoformat()}'"
        case _:
            return f"array[{', '.join(map(_literal, value))}]::date[]"


def _build(gxe: Any, item: Expectation) -> Any:
    """The expectation as Great Expectations wants it."""
    severity = "warning" if item.severity == "warn" else "critical"
    return getattr(gxe, item.kind)(column=item.fact, severity=severity, meta={"name": item.name}, **item.arguments)


def _row_counts(census: Any) -> dict[str, int]:
    """Slice → how many subjects it has."""
    rows = _evaluated(_CENSUS_NAME, census).get("details", {}).get("unexpected_rows") or ()
    return {part: count for row in rows if row["slices"] for part, count in zip(row["slices"], row["row_counts"], strict=True)}


def _failed(item: Expectation, result: Any) -> dict[str, list[str]]:
    """Slice → subjects that fail."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _evaluated(item.name, result).get("unexpected_index_list") or ():
        found[row["slice"]].append(row["subject"])
    if not result.success and not found:
        raise WarehouseError(f"expectation {item.name!r} could not be evaluated: it failed without naming a subject")
    return found


def _evaluated(name: str, result: Any) -> Mapping[str, Any]:
    """What Great Expectations found. It files what it caught under the expectation or under each of its metrics."""
    info = result.exception_info or {}
    for entry in (info, *info.values()):
        if isinstance(entry, Mapping) and entry.get("raised_exception"):
            raise WarehouseError(f"expectation {name!r} could not be evaluated: {_first_line(entry.get('exception_message'))}")
    found: Mapping[str, Any] = result.result
    return found


def _first_line(problem: object) -> str:
    return (str(problem).strip() or type(problem).__name__).splitlines()[0]


@contextmanager
def _quiet() -> Iterator[None]:
    """Great Expectations logs what it asks and what it found at INFO."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)

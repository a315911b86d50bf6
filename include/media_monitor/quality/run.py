"""Run the suites with Great Expectations against the staging tables, in the database.

Only record offsets come back: no article text reaches a result, a log or Great Expectations' own documents (which render
failing values as live HTML).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from typing import Any

from media_monitor.errors import WarehouseError
from media_monitor.quality.policy import CheckResult
from media_monitor.quality.suites import ARTICLE_SUITE, Expectation

_IDENTIFIED = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["record_offset"],
    "include_unexpected_rows": False,
    "partial_unexpected_count": 2**31 - 1,  # it cuts the list of failing rows short, even of a complete result: 20 by default
}


def check_batch(sqlalchemy_url: str, batch_id: int, suite: Sequence[Expectation] = ARTICLE_SUITE) -> list[CheckResult]:
    """Results of every expectation on the staged articles of `batch_id`, in the order of the suite.

    Raises WarehouseError for an expectation that cannot be evaluated: a gate that is broken lets nothing through.
    """
    # Imported here: it takes 3 s and 230 MB, which only a batch with articles is worth.
    import great_expectations as gx
    import great_expectations.expectations as gxe

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_postgres("warehouse", connection_string=sqlalchemy_url)
    asset = source.add_query_asset("batch", query=f"select * from stage.article where batch_id = {int(batch_id)}")  # noqa: S608  an integer
    definition = asset.add_batch_definition_whole_table("staged")
    expectations = [_build(gxe, item, int(batch_id)) for item in suite]
    named = context.suites.add(gx.ExpectationSuite(name="article", expectations=expectations))
    validation = context.validation_definitions.add(gx.ValidationDefinition(name="staged", data=definition, suite=named))
    with _quiet():
        outcome = validation.run(result_format=_IDENTIFIED)
    found = {result.expectation_config.meta["name"]: result for result in outcome.results}
    row_count = max((int(result.result.get("element_count") or 0) for result in outcome.results), default=0)
    return [_result(item, found[item.name], row_count) for item in suite]


def _build(gxe: Any, item: Expectation, batch_id: int) -> Any:
    """The expectation as Great Expectations wants it."""
    meta = {"name": item.name}
    if item.kind.startswith("sql:"):
        script = resources.files("media_monitor.quality").joinpath("sql", f"{item.kind[4:]}.sql").read_text("utf-8")
        # Great Expectations binds no parameters (an integer cannot carry SQL) and puts the rows under check for {batch}.
        failing = script.replace("%(batch_id)s", str(batch_id)).replace("stage.article", "{batch}")
        # All offsets in one row, because it gives back no more than 200.
        query = f"select array_agg(record_offset) as record_offsets from ({failing}) as failing having count(*) > 0"  # noqa: S608
        return gxe.UnexpectedRowsExpectation(unexpected_rows_query=query, description=item.name, meta=meta)
    return getattr(gxe, item.kind)(column=item.column, meta=meta, **item.arguments)


def _result(item: Expectation, result: Any, row_count: int) -> CheckResult:
    details = result.result
    if item.kind.startswith("sql:"):
        rows = (details.get("details") or {}).get("unexpected_rows") or ()
        offsets = {offset for row in rows for offset in row["record_offsets"]}
    else:
        offsets = {row["record_offset"] for row in details.get("unexpected_index_list") or ()}
    if not result.success and not offsets:
        raise WarehouseError(f"expectation {item.name!r} could not be evaluated: {_problem(result.exception_info or {})}")
    return CheckResult(item.name, item.column, item.severity, bool(result.success), row_count, tuple(sorted(offsets)))


def _problem(info: Mapping[str, Any]) -> str:
    """First line of what Great Expectations caught, which it files under the expectation or under each of its metrics."""
    caught = (entry for entry in (info, *info.values()) if isinstance(entry, Mapping) and entry.get("raised_exception"))
    return str(next(caught, {}).get("exception_message") or "it failed without naming a page").splitlines()[0]


@contextmanager
def _quiet() -> Iterator[None]:
    """Great Expectations logs failing values at INFO; a log must not hold article text."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)

"""Run the suites with Great Expectations against the staging tables, in the database.

Only record offsets come back: no article text reaches a result, a log or Great Expectations' own documents (which render
failing values as live HTML).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from typing import Any

from media_monitor.quality.policy import CheckResult
from media_monitor.quality.suites import ARTICLE_SUITE, Expectation

_IDENTIFIED = {"result_format": "COMPLETE", "unexpected_index_column_names": ["record_offset"], "include_unexpected_rows": False}


def check_batch(sqlalchemy_url: str, batch_id: int, suite: Sequence[Expectation] = ARTICLE_SUITE) -> list[CheckResult]:
    """Results of every expectation on the staged articles of `batch_id`, in the order of the suite."""
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
    return [_result(item, found[item.name]) for item in suite]


def _build(gxe: Any, item: Expectation, batch_id: int) -> Any:
    """The expectation as Great Expectations wants it."""
    meta = {"name": item.name}
    if item.kind.startswith("sql:"):
        script = resources.files("media_monitor.quality").joinpath("sql", f"{item.kind[4:]}.sql").read_text("utf-8")
        # Great Expectations binds no parameters; an integer cannot carry SQL.
        query = script.replace("%(batch_id)s", str(batch_id))
        return gxe.UnexpectedRowsExpectation(unexpected_rows_query=query, description=item.name, meta=meta)
    return getattr(gxe, item.kind)(column=item.column, meta=meta, **item.arguments)


def _result(item: Expectation, result: Any) -> CheckResult:
    if result.exception_info and result.exception_info.get("raised_exception"):
        raise RuntimeError(f"expectation {item.name!r} could not be evaluated: {result.exception_info.get('exception_message')}")
    details = result.result
    if item.kind.startswith("sql:"):
        offsets = [row["record_offset"] for row in (details.get("details") or {}).get("unexpected_rows") or ()]
    else:
        offsets = [row["record_offset"] for row in details.get("unexpected_index_list") or ()]
    row_count = int(details.get("element_count") or 0)
    return CheckResult(item.name, item.column, item.severity, bool(result.success), row_count, tuple(sorted(set(offsets))))


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

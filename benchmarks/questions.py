"""The cookbook's questions beside a longer history: how much longer they take, and what they read in vain."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from datetime import date, datetime

from benchmarks.figures import Figure, against, reported
from benchmarks.invented import LAST_DAY
from benchmarks.measure import Cost, Meter, median, ratio
from benchmarks.plans import explain, needless, scans
from benchmarks.speed import Progress, Warehouse
from media_monitor.warehouse import answers, cookbook
from media_monitor.warehouse.cookbook import Question, Value
from media_monitor.warehouse.db import Connection, connect

QUESTION_BAR = 2.0
QUESTION_ROUNDS = 5


def questions_beside_history(short: Warehouse, long: Warehouse, progress: Progress) -> tuple[list[Figure], dict[str, object]]:
    """Time of each question with the long history divided by its time with the short one: the median. And needless partitions."""
    ratios: dict[str, float] = {}
    milliseconds: dict[str, float] = {}
    wasted: dict[str, list[str]] = {}
    for name, question in cookbook.questions().items():
        parameters = cookbook.bind(question, {}, LAST_DAY)
        meters = {warehouse: Meter() for warehouse in (short, long)}
        for number in range(QUESTION_ROUNDS + 1):
            for warehouse in (short, long) if number % 2 else (long, short):
                with connect(warehouse.dsn) as connection, meters[warehouse].block(connection):
                    _ask(connection, question, parameters)
        ours, theirs = meters[long].costs[1:], meters[short].costs[1:]
        ratios[name], milliseconds[name] = ratio(ours, theirs, _wall), round(1000 * median(ours, _wall), 1)
        wasted[name] = _needless(long, question, parameters)
        progress(f"cookbook: {name}: {milliseconds[name]:,.0f} ms, ratio {ratios[name]:.2f} {' '.join(wasted[name])}")
    needless_partitions = {name: found for name, found in wasted.items() if found}
    context = {"question_ratios": ratios, "question_ms": milliseconds, "needless_partitions": needless_partitions}
    return _figures(short, long, ratios, needless_partitions), dict(context)


def _figures(short: Warehouse, long: Warehouse, ratios: Mapping[str, float], wasted: Mapping[str, list[str]]) -> list[Figure]:
    slowest = max(ratios, key=lambda name: ratios[name])
    title = f"{len(ratios)} cookbook questions at {long.article_count:,} ÷ at {short.article_count:,}, median"
    return [
        against(title, statistics.median(ratios.values()), "ratio", "≤", QUESTION_BAR),
        reported(f"  the one that grows most: {slowest}", ratios[slowest], "ratio"),
        against("questions that read a partition for nothing", len(wasted), "questions", "≤", 0),
    ]


def _ask(connection: Connection, question: Question, parameters: Mapping[str, Value]) -> None:
    """Fetch the whole answer."""
    with answers.answer(connection, question.statement, parameters) as answer:
        for _ in answer.batches:
            pass


def _needless(warehouse: Warehouse, question: Question, parameters: Mapping[str, Value]) -> list[str]:
    """Partitions that the question read in vain; none where it has no window.

    It may read the months of its window and, of core, those in which the articles of its window were filed.
    """
    days = [_day(value) for value in parameters.values() if isinstance(value, date)]
    if not days:
        return []
    window = (min(days), max(days))
    with connect(warehouse.dsn) as connection:
        found = scans(explain(connection, question.statement, parameters))
        with connection.cursor() as cursor:
            filed = "select min(filed_on), max(filed_on) from mart.article_state where covers_on between %s and %s"
            cursor.execute(filed, window)
            ((first, last),) = cursor.fetchall()
    return needless(found, {"mart": window, "core": (first or window[0], last or window[1])})


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _wall(cost: Cost) -> float:
    return cost.wall

"""The warehouse as a report shows it. Reads views and counts; sentence text comes through the quotation policy only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from media_monitor.report.model import (
    CasualtyBand,
    CasualtyRow,
    CheckRow,
    ClaimRow,
    CoverageHour,
    FeedRow,
    OutletRow,
    Report,
    StoryRow,
    Tally,
    Totals,
)
from media_monitor.report.wording import figure_words
from media_monitor.warehouse.db import Connection, Row, query


class Reader:
    """Reads reports over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def report(self, *, generated_at: datetime, since: datetime, until: datetime, is_sample: bool) -> Report:
        """Everything a briefing shows; `since` and `until` bound the coverage chart."""
        window = {"since": since, "until": until}
        return Report(
            generated_at=generated_at,
            since=since,
            until=until,
            is_sample=is_sample,
            totals=Totals(**self._rows("totals")[0]),
            stories=tuple(StoryRow(**row) for row in self._rows("stories", window)),
            claims=tuple(ClaimRow(**row) for row in self._rows("claims")),
            casualties=tuple(_casualty(row) for row in self._rows("casualties")),
            bands=tuple(CasualtyBand(**row) for row in self._rows("bands")),
            coverage=tuple(CoverageHour(**row) for row in self._rows("coverage", window)),
            outlets=tuple(OutletRow(**row) for row in self._rows("outlets")),
            entities=self._tallies("entities"),
            topics=self._tallies("topics"),
            checks=tuple(CheckRow(**row) for row in self._rows("checks")),
            feeds=tuple(FeedRow(**row) for row in self._rows("feeds")),
            outcomes=self._tallies("outcomes"),
            quarantine=self._tallies("quarantine"),
        )

    def _rows(self, name: str, parameters: dict[str, Any] | None = None) -> list[Row]:
        return query(self._connection, f"overview/{name}", parameters)

    def _tallies(self, name: str) -> tuple[Tally, ...]:
        return tuple(Tally(**row) for row in self._rows(name))


def _casualty(row: Row) -> CasualtyRow:
    qualifier = row.pop("qualifier")
    return CasualtyRow(value=figure_words(row["minimum"], row["maximum"], qualifier), **row)

"""The report in a terminal: at most 100 columns, one line a row, colour only where the console has it. The ledger leads."""

from __future__ import annotations

import re

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from media_monitor.report.model import CheckRow, ClaimRow, Report, Tally
from media_monitor.report.sections import StorySection, Toll, story_sections
from media_monitor.report.wording import (
    actor_words,
    band_words,
    clock,
    counted,
    link,
    number,
    printable,
    source_words,
    stance_words,
    window_words,
)

WIDTH = 100
"""Columns at most: longer lines are hard to follow, and 100 fit half a screen."""

STANCE_STYLE = {
    "claimed": "bold magenta",
    "confirmed": "bold green",
    "accused": "bold red",
    "suspected": "bold yellow",
    "denied": "bold blue",
    "no_evidence": "bold cyan",
    "reported": "bold",
    "cleared": "bold bright_green",
}

# A terminal cannot isolate the direction of a name, so overrides of it are taken out (Unicode 15, UAX #9).
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def render(report: Report, console: Console) -> None:
    """Print `report` on `console`. Plain words carry everything that colour does."""
    parts: list[RenderableType] = [_head(report)]
    parts += [_section(section) for section in story_sections(report)] or [Text("No claim and no figure in this window.", "dim")]
    parts += [part for part in (_outlets(report), _tallies(report), _troubles(report)) if part is not None]
    for part in parts:
        console.print(part, width=min(console.width, WIDTH), highlight=False)
        console.print()


def _head(report: Report) -> Group:
    """What window, and how much in it."""
    title = Text.assemble(("Who says who did it", "bold"), "  ", (window_words(report.since, report.until), "dim"))
    totals = report.totals
    counts = (
        counted(totals.stories, "story"),
        counted(totals.claims, "claim"),
        counted(totals.figures, "figure"),
        counted(totals.articles, "article"),
        f"{number(totals.revisions)} revised",
        counted(totals.outlets, "outlet"),
    )
    note = [Text("Sample newsroom: everything here is invented.", "yellow")] if report.is_sample else []
    return Group(title, *note, Text(" · ".join(counts)))


def _section(section: StorySection) -> Group:
    """One story: its title, its ledger, its figures."""
    story = section.story
    title = _line(story.title if story else "Other coverage", "bold")
    parts: list[RenderableType] = [Rule(title, align="left", style="dim")]
    if story:
        span = f"{clock(story.first_seen_at)} to {clock(story.last_seen_at)}"
        size = f"{counted(story.articles, 'article')} · {counted(story.outlets, 'outlet')}"
        parts.append(_line(f"{story.state} · {span} · {size}", "dim"))
    parts += [_claim(claim) for claim in section.claims]
    parts += [_toll(toll, " → " if story else " · ") for toll in section.tolls]
    return Group(*parts)


def _claim(claim: ClaimRow) -> Group:
    """One row of the ledger: when, who, stance, whom; below it the sentence and where it stands."""
    row = _grid(12, None, 14, None, None)
    stance = Text(stance_words(claim), STANCE_STYLE[claim.stance])
    if claim.is_hedged:
        stance.append("?", "bold")
    actor = actor_words(claim)
    copies = f" +{claim.copies}" if claim.copies else ""
    row.add_row(
        Text(clock(claim.since), "dim"),
        _line(source_words(claim), Style(italic=claim.source is None)),
        stance,
        _line(actor or "", Style(dim=claim.actor is None)),
        _line(claim.outlet + copies, Style(dim=True, link=link(claim.url))),
    )
    if claim.evidence is None:
        below = _line(f"behind its link: {claim.url}", "dim")
    else:
        below = _line(f"“{claim.evidence}”", "italic")
        below.no_wrap = False
    return Group(row, Padding(below, (0, 0, 0, 13)))


def _toll(toll: Toll, then: str) -> Table:
    """One kind of harm: its range, both rules, and the figures by time, with `then` between them."""
    row = _grid(12, 14, 22, None)
    band = toll.band
    rules = f"GTD {number(band.gtd)} · ACLED {number(band.acled)}" if band else ""
    steps = then.join(f.value for f in toll.figures)
    row.add_row(Text(toll.kind, "bold"), Text(band_words(band) if band else "", "bold"), Text(rules, "dim"), _line(steps, "dim"))
    return row


def _outlets(report: Report) -> Table | None:
    """Articles by outlet."""
    if not report.outlets:
        return None
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("outlet", no_wrap=True, overflow="ellipsis", max_width=40)
    for name in ("articles", "revised", "rejected", "failed"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in report.outlets:
        counts = (row.articles, row.revisions, row.rejected, row.failed)
        table.add_row(_line(row.outlet), *(number(count) for count in counts))
    return table


def _tallies(report: Report) -> Table | None:
    """Entities, topics, outcomes and quarantine, one line each, most frequent first as given."""
    named = (
        ("entities", report.entities),
        ("topics", report.topics),
        ("outcomes", report.outcomes),
        ("quarantine", report.quarantine),
    )
    rows = [(name, tallies) for name, tallies in named if tallies]
    if not rows:
        return None
    table = _grid(12, None)
    for name, tallies in rows:
        table.add_row(Text(name, "dim"), _line(_tally_words(tallies)))
    return table


def _tally_words(tallies: tuple[Tally, ...]) -> str:
    return " · ".join(f"{tally.name} {tally.count:,}" for tally in tallies)


def _troubles(report: Report) -> Table | None:
    """Checks and feeds: how many are well, and each that is not."""
    table = _grid(12, None)
    failed = [c for c in report.checks if not c.is_passed]
    ill = [f for f in report.feeds if not f.is_healthy]
    if report.checks:
        table.add_row(Text("checks", "dim"), _summary(len(report.checks) - len(failed), len(report.checks), "passed"))
    for check in failed:
        style = "red" if check.severity == "critical" else "yellow"
        how_many = counted(check.failing_count, "row")
        table.add_row("", _line(f"{check.severity}: {check.expectation} ({check.suite}), {how_many}{_tendency(check)}", style))
    if report.feeds:
        table.add_row(Text("feeds", "dim"), _summary(len(report.feeds) - len(ill), len(report.feeds), "healthy"))
    for feed in ill:
        table.add_row(
            "", _line(f"{feed.outlet} {feed.feed_id}: {feed.problem}, {counted(feed.failure_count, 'failure')}", "yellow")
        )
    return table if table.row_count else None


def _tendency(check: CheckRow) -> str:
    """Where a check that fails is going, if anywhere."""
    return f", getting {check.trend}" if check.trend in {"worse", "better"} else ""


def _summary(good: int, total: int, word: str) -> Text:
    """How many of all are well; green when all are."""
    return Text(f"{good} of {total} {word}", "green" if good == total else "bold")


def _grid(*widths: int | None) -> Table:
    """Columns of fixed width (None takes the rest) that cut what is too long and never wrap."""
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    for width in widths:
        grid.add_column(width=width, ratio=None if width else 1, no_wrap=True, overflow="ellipsis")
    return grid


def _line(text: str, style: str | Style = "") -> Text:
    """A stranger's text as one line that cannot move the cursor, turn the direction or act as markup."""
    return Text(printable(" ".join(_DIRECTION.sub("", text).split())), style, no_wrap=True, overflow="ellipsis")

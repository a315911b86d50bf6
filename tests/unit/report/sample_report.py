"""A small report about invented outlets, groups and towns, with one of everything."""

from datetime import UTC, datetime, timedelta

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

START = datetime(2026, 3, 2, 18, tzinfo=UTC)
END = datetime(2026, 3, 4, 18, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def claim(hours, source, stance, actor, outlet, evidence, *, later=0.0, story="harbour", **marks) -> ClaimRow:
    host = outlet.lower().replace(" ", "-")
    url = f"https://{host}.test/{story or 'other'}/{hours:g}"
    return ClaimRow(at(hours), source, stance, actor, story, outlet, at(hours + later), url, evidence, **marks)


def toll(hours, kind, value, low, high, source, outlet, story="harbour") -> CasualtyRow:
    url = f"https://{outlet.lower().replace(' ', '-')}.test/{story}/{hours:g}"
    return CasualtyRow(story, kind, value, low, high, source, outlet, at(hours), url)


CLAIMS = (
    claim(14.1, None, "reported", "Amber Front", "Coast Wire", None, copies=3),
    claim(
        12.2,
        "No group",
        "claimed",
        "No group",
        "Harbour Ledger",
        "No group has claimed responsibility for the blast at the customs house.",
        is_negated=True,
    ),
    claim(
        13,
        "port police",
        "suspected",
        "Amber Front",
        "Harbour Ledger",
        "Port police said they believe that the Amber Front was behind the attack.",
        is_hedged=True,
        copies=2,
    ),
    claim(
        15.5,
        "Amber Front",
        "claimed",
        "Amber Front",
        "Coast Wire",
        "The Amber Front said in a message on its channel that its fighters had carried out the attack.",
        later=0.2,
        copies=5,
    ),
    claim(
        18,
        "interior ministry",
        "confirmed",
        "Amber Front",
        "Evening Courier",
        "The interior ministry said it could not confirm that the Amber Front had planted the device.",
        is_negated=True,
    ),
    claim(26, "مجلس التلال", "denied", "Amber Front", "صحيفة الميناء", "قال مجلس التلال إن جبهة العنبر لم تنفذ الهجوم."),
    claim(
        33,
        "interior ministry",
        "confirmed",
        "Amber Front",
        "Coast Wire",
        "Investigators have now confirmed the Amber Front's claim, the interior ministry said.",
        copies=4,
    ),
    claim(
        20,
        "Hill Council",
        "accused",
        "coastal army",
        "Hill Tribune",
        "The Hill Council accused the coastal army of shelling the market.",
        story="hill-town",
    ),
    claim(21, "coastal army", "denied", None, "Harbour Ledger", None, story="hill-town"),
    claim(
        40,
        "a prosecutor",
        "cleared",
        "Ivo Marrek",
        "Evening Courier",
        "A prosecutor withdrew the charge that Ivo Marrek had set fire to the mill.",
        story=None,
    ),
    claim(
        41,
        "the fire brigade",
        "no_evidence",
        None,
        "Evening Courier",
        "The fire brigade found no sign of arson at the mill.",
        story=None,
    ),
)

CASUALTIES = (
    toll(12.2, "killed", "at least 2", 2, None, "witnesses", "Harbour Ledger"),
    toll(13, "killed", "4", 4, 4, "port police", "Harbour Ledger"),
    toll(18, "killed", "7", 7, 7, "interior ministry", "Evening Courier"),
    toll(33, "killed", "at least 12", 12, None, "interior ministry", "Coast Wire"),
    toll(13, "injured", "dozens", 24, None, None, "Harbour Ledger"),
    toll(20, "killed", "1", 1, 1, "Hill Council", "Hill Tribune", "hill-town"),
)

REPORT = Report(
    generated_at=END + timedelta(minutes=4),
    since=START,
    until=END,
    is_sample=True,
    totals=Totals(articles=1342, revisions=31, outlets=5, stories=2, claims=11, figures=6),
    stories=(
        StoryRow("harbour", "Bomb at Old Harbour customs house", "developing", at(12.1), at(46), 5, 38),
        StoryRow("hill-town", "Shells hit Hill Town market", "quiet", at(20), at(27), 2, 6),
        StoryRow("ferry", "Ferry fares rise", "quiet", at(3), at(5), 1, 1),
    ),
    claims=CLAIMS,
    casualties=CASUALTIES,
    bands=(
        CasualtyBand("harbour", "killed", 2, 12, 12, 2),
        CasualtyBand("harbour", "injured", 24, None, None, 12),
        CasualtyBand("hill-town", "killed", 1, 1, 1, 1),
    ),
    coverage=tuple(
        CoverageHour(at(h), None if h in (30, 31) else (h * 7 % 11) + (18 if 12 <= h <= 20 else 2)) for h in range(48)
    ),
    outlets=(
        OutletRow("Harbour Ledger", 512, 12, 3, 0),
        OutletRow("Coast Wire", 430, 9, 0, 0),
        OutletRow("Evening Courier", 310, 8, 5, 2),
        OutletRow("Hill Tribune", 61, 2, 1, 0),
        OutletRow("صحيفة الميناء", 29, 0, 0, 0),
    ),
    entities=(Tally("Amber Front", 88), Tally("Old Harbour", 71), Tally("interior ministry", 40), Tally("Hill Council", 9)),
    topics=(Tally("act of terror", 44), Tally("terrorist bombings", 39), Tally("armed conflict", 12), Tally("judiciary", 2)),
    checks=(
        CheckRow("values are between 0 and 1", "staged articles", "critical", True, 0, "steady"),
        CheckRow("text is not empty", "staged articles", "critical", True, 0, "steady"),
        CheckRow("publication is not in the future", "staged articles", "critical", False, 2, "worse"),
        CheckRow("language is known", "staged articles", "warning", False, 14, "unknown"),
    ),
    feeds=(
        FeedRow("ledger-top", "Harbour Ledger", True, at(47.9), 0, None),
        FeedRow("wire-all", "Coast Wire", True, at(47.9), 0, None),
        FeedRow("courier-news", "Evening Courier", False, at(41), 6, "HTTP 503 for seven hours"),
    ),
    outcomes=(Tally("published", 1342), Tally("unchanged", 204), Tally("not an article", 9), Tally("failed", 2)),
    quarantine=(Tally("published in the future", 2),),
)

EMPTY = Report(generated_at=END, since=START, until=END, is_sample=False, totals=Totals(0, 0, 0, 0, 0, 0))

"""What core, the feeds and the pipeline itself are expected to be. Data, and no threshold without a reason.

Checked for the days that changed; nothing here looks at all of core.
"""

from __future__ import annotations

from media_monitor.quality.expectation import Suite, between, is_true, none

CORE_OUTLETS = Suite(
    "core outlets",
    "core_outlet",
    (
        none(
            *("articles have a current revision", "stateless_article_count", "block"),
            why="every view joins it: without one the article is in no report",
        ),
        none(
            *("the current revision is the newest", "outdated_article_count", "block"),
            why="reports would say what the outlet has taken back",
        ),
        none(
            *("evidence lies inside the text", "misplaced_span_count", "block"),
            why="views cut their sentences out by these offsets",
        ),
        none(
            *("the ledger holds the claims of core", "missing_claim_count", "block"),
            why="a mart that is called fresh and is not answers wrongly",
        ),
        none("profiles count the articles of core", "missing_article_count", "block", "drift is measured against them"),
        none(
            *("articles are found by their address", "misnamed_article_count", "warn"),
            why="two articles under one address, or one that its address does not find: its next state would be a new article",
        ),
        none("no revision is older than its article", "unseen_article_count", "warn", "first sight is the first of the sights"),
        none(
            *("published between 1990 and a day after the fetch", "misdated_article_count", "warn"),
            why="outside, the date was misread and a report by day is wrong",
        ),
        between(
            *("languages are the outlet's own", "odd_language_share", "warn"),
            why="more than a fifth in languages that it never uses: identification broke, or the feed changed hands",
            lowest=0,
            highest=0.2,
        ),
        between(
            *("texts are as long as usual", "length_ratio", "warn"),
            why="twice or half of the outlet's usual length: a new layout whose menus are read as text, or a paywall",
            lowest=0.5,
            highest=2,
        ),
        between(
            *("relevant articles yield as many claims as usual", "claim_ratio", "warn"),
            why="a third or three times as many: the tagger changed, or the outlet did (20 claims scatter by a quarter)",
            lowest=1 / 3,
            highest=3,
        ),
        between(
            *("volume is as usual on this weekday", "volume_ratio", "warn"),
            why="a day of an attack doubles or trebles coverage; five times is pages taken for articles, a fifth is pages lost",
            lowest=0.2,
            highest=5,
        ),
    ),
)

CORE_TAGS = Suite(
    "core tags",
    "core_tag",
    (
        none("tags belong to a revision", "orphan_count", "block", "a deletion or a load did half of its work"),
        none(
            *("revisions come from a batch and an archived page", "rootless_count", "block"),
            why="every number leads back to a page",
        ),
    ),
)

FEEDS = Suite(
    "feeds",
    "feed",
    (
        is_true("feeds are polled every day", "is_polled", "warn", "no feed that works waits for longer than that"),
        between(
            *("feeds can be read", "failed_poll_share", "warn"),
            why="one failed poll is the network; more than half of a day's is the feed",
            lowest=0,
            highest=0.5,
        ),
        between(
            *("feeds speak in their own rhythm", "silence_ratio", "warn"),
            why="silent for 10 of its usual gaps and longer than in the month before (sql/gaps/day.sql): dead, moved or blocked, "
            "though it answers",
            lowest=0,
            highest=1,
        ),
        between(
            *("feeds bring as much as usual on this weekday", "volume_ratio", "warn"),
            why="of 20 expected entries, 4 or fewer come by chance once in 60,000 days; five times as many are old ones renamed",
            lowest=0.2,
            highest=5,
        ),
        none(
            *("polls overlap", "lossy_count", "warn"),
            why="a document without a known entry: the feed forgets faster than it is asked, and what came between is lost",
        ),
    ),
)

PIPELINE = Suite(
    "pipeline",
    "pipeline",
    (
        between(
            *("no feed waits for its poll", "poll_minutes", "warn"),
            why="polls start every 5 minutes: 6 in a row did not take place",
            lowest=0,
            highest=30,
        ),
        between(
            *("no page waits for its fetch", "fetch_minutes", "warn"),
            why="fetches start every 15 minutes and rest 5 s between requests to a host: 6 hours are 4,000 pages of one host",
            lowest=0,
            highest=360,
        ),
        between(
            *("no archived page waits to be loaded", "load_minutes", "warn"),
            why="loads start every 30 minutes and may take as long: two in a row came to nothing",
            lowest=0,
            highest=120,
        ),
        between(
            *("no report waits", "report_minutes", "warn"),
            why="a report follows each load at once, and every night for what was missed: a day is too long",
            lowest=0,
            highest=24 * 60,
        ),
    ),
)

SUITES = (CORE_OUTLETS, CORE_TAGS, FEEDS, PIPELINE)

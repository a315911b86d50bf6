"""What a staged batch is expected to be. Data, and no threshold without a reason."""

from __future__ import annotations

from media_monitor.quality.expectation import Expectation, Suite, between, is_true, none

LANGUAGES = (
    *("ar", "bg", "cs", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu"),
    *("it", "ja", "ko", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh"),
)

LONGEST_TEXT = 1_000_000
"""Characters; to_tsvector refuses more than 1,048,575 bytes (PostgreSQL 15 and 18, measured)."""

STAGED_ARTICLES = Suite(
    "staged articles",
    "staged_article",
    (
        # completeness
        is_true("url is present", "is_addressed", "quarantine", "a row that nobody can follow is no evidence"),
        is_true("canonical URL is absolute http(s)", "is_linkable", "quarantine", "it is shown as a link"),
        is_true("outlet is known", "is_outlet_known", "quarantine", "the quotation policy hangs on it"),
        between(
            *("text has 1 to 1,000,000 characters", "text_length", "quarantine"),
            why="without text nothing was extracted; a longer one cannot be indexed",
            lowest=1,
            highest=LONGEST_TEXT,
        ),
        between(
            *("title has at most 1,000 characters", "title_length", "quarantine"),
            why="a longer title is a page, not a headline",
            lowest=0,
            highest=1_000,
        ),
        is_true(
            *("title is present", "is_titled", "warn"),
            why="an article can be read without one, but a rise says that extraction broke",
            tolerated=0.05,
        ),
        between("word count is positive", "word_count", "quarantine", "a text without words is none", 1, None),
        is_true("content hash is present", "is_hashed", "quarantine", "revisions are told apart by it"),
        # dates
        is_true(
            *("fetched between 1990 and a day after the batch was made", "is_fetch_plausible", "quarantine"),
            why="it orders the revisions and names their partition",
        ),
        is_true(
            *("publication date is known", "is_dated", "warn"),
            why="coverage by day leans on it; trafilatura finds it on 84 % of 419 real pages",
            tolerated=0.2,
        ),
        is_true(
            *("published between 1990 and a day after the fetch", "is_publication_plausible", "quarantine"),
            why="outside, the date was misread and a report by day would be wrong",
        ),
        is_true(
            *("modified between 1990 and a day after the fetch", "is_modification_plausible", "quarantine"),
            why="a revision tells what it tells since then: the ledger would date a claim into the future",
        ),
        # values
        Expectation(
            *("language is one we can identify", "language", "ExpectColumnValuesToBeInSet", "warn"),
            why="taggers work by language",
            arguments={"value_set": list(LANGUAGES)},
            tolerated=0.1,
        ),
        is_true("relevance lies between 0 and 1", "is_relevance_scaled", "quarantine", "a score outside its scale is a bug"),
        none("topic scores lie between 0 and 1", "misscored_topic_count", "quarantine", "a score outside its scale is a bug"),
        none(
            *("stance is one of the vocabulary", "foreign_stance_count", "quarantine"),
            why="views and exports know these eight",
        ),
        none(
            *("kinds are of the vocabulary", "foreign_kind_count", "quarantine"),
            why="core takes the kinds of entities and of harm that its views know",
        ),
        none(
            *("casualty bounds are in order", "disordered_figure_count", "quarantine"),
            why="a band must have a lower and an upper end",
        ),
        # evidence
        none("mentions stand where they say", "misplaced_mention_count", "quarantine", "a number leads back to its words"),
        none("evidence contains its cue", "cueless_claim_count", "quarantine", "a claim without its words is not evidence"),
        none(
            *("evidence has the hash of its sentence", "other_hash_count", "quarantine"),
            why="a reader with the page verifies the offsets by it",
        ),
        none(
            *("figures and quotes lie inside the text", "misplaced_span_count", "quarantine"),
            why="views cut their sentences out by these offsets",
        ),
        # uniqueness and references
        between(
            *("one state per address and moment", "state_count", "warn"),
            why="two pages under one address at one moment contradict each other",
            lowest=None,
            highest=1,
        ),
        none(
            *("tags are numbered once", "repeated_tag_count", "quarantine"),
            why="they are keys of core, which would refuse the batch",
        ),
        none("claims name an event of their article", "eventless_claim_count", "warn", "a claim belongs to what it is about"),
        none(
            *("entities are in the reference data", "unknown_entity_count", "warn"),
            why="else a name is shown as the text has it: seeds are newer than ref, run sync-reference",
        ),
        none(
            *("topics are in the reference data", "unknown_topic_count", "warn"),
            why="else a code is shown without its label: seeds are newer than ref, run sync-reference",
        ),
    ),
)

STAGED_BATCH = Suite(
    "staged batch",
    "staged_batch",
    (
        none(
            *("staged pages are the pages that were read", "missing_page_count", "block"),
            why="every page ends in one named outcome, and the counts add up; staging is lost in a crash",
        ),
        none("tags belong to a staged article", "stray_page_count", "block", "tags of a page that is not there are a bug"),
        between(
            *("languages are the outlets' own", "odd_language_share", "warn"),
            why="more than a fifth in languages that an outlet never uses: identification broke, or a feed changed hands",
            lowest=0,
            highest=0.2,
        ),
        between(
            *("texts are as long as usual", "length_ratio", "warn"),
            why="twice or half of an outlet's usual length is menus taken for text, or text cut off",
            lowest=0.5,
            highest=2,
        ),
        between(
            *("relevant articles yield as many claims as usual", "claim_ratio", "warn"),
            why="a third or three times as many: the tagger changed, or what is monitored did (20 claims scatter by a quarter)",
            lowest=1 / 3,
            highest=3,
        ),
    ),
)

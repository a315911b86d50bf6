"""The values that flow between stages. Frozen, typed, without behaviour beyond derivations of their own fields.

    Feed ──poll──▶ Fetched | NotModified | Failed ──parse──▶ ParsedFeed(Entry…) | NotAFeed
    Entry ──fetch──▶ Page (in a WARC object) ──extract──▶ Article | Rejected ──annotate──▶ Annotation

Times are timezone-aware UTC datetimes. Offsets are Unicode code points of the field they name, end exclusive.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

# ---- collect ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed as a worker gets it: its address and what the last polls left behind."""

    feed_id: str
    url: str
    outlet_id: str
    etag: str | None = None
    """Verbatim ETag of the last complete and parsed response."""
    last_modified: str | None = None
    """Verbatim Last-Modified of the last complete and parsed response."""
    body_sha: bytes | None = None
    """SHA-256 of the last parsed body (decoded)."""
    last_polled_at: datetime | None = None
    interval_seconds: int | None = None
    failure_count: int = 0
    newest_entry_at: datetime | None = None
    """Latest date of any entry, or when an undated document last changed."""
    document_seconds: int | None = None
    """Least seconds between polls that the document last asked for."""
    fresh_seconds: int | None = None
    """Seconds for which the response's headers last asked to be kept."""
    rhythm_seconds: int | None = None
    """Usual gap between its latest entries; None where too few are dated."""
    skip_hours: tuple[int, ...] = ()
    """Hours (UTC, 0 to 23) in which its document asks not to be read."""
    skip_days: tuple[int, ...] = ()
    """Days (UTC, 1 = Monday to 7) on which its document asks not to be read."""
    unchanged_at: datetime | None = None
    """When a 304 last showed that conditional requests work, or a first validator promised it; None where neither did, or the
    same body came in spite of a condition."""
    whole_at: datetime | None = None
    """When it was last asked for without conditions."""
    distrusted_at: datetime | None = None
    """Since when its server is known to answer 304 although something changed."""
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Where a feed's address permanently redirects to (301, 308), and how sure that is."""

    target: str
    poll_count: int
    """Polls in a row that were led there."""
    since: datetime
    """The first of them."""
    moved_at: datetime | None = None
    """Since when the feed is asked there. None: too few polls agree yet, or a person must approve."""


def _first_header(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete HTTP response: decoded to the end of its stream, within every cap."""

    url: str
    """Address after redirects."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """Response headers in order, names as sent."""
    body: bytes
    """Decoded body (content codings removed)."""
    fetched_at: datetime
    duration_ms: int
    redirects: tuple[tuple[int, str], ...] = ()
    """Hops taken: (status, Location as an absolute URL)."""

    def header(self, name: str) -> str | None:
        """First header called `name` (any case), or None."""
        return _first_header(self.headers, name)


@dataclass(frozen=True, slots=True)
class NotModified:
    """HTTP 304: nothing changed. Validators it carried, if any."""

    url: str
    headers: tuple[tuple[str, str], ...]
    fetched_at: datetime
    duration_ms: int
    redirects: tuple[tuple[int, str], ...] = ()
    """Hops taken, as in `Fetched`."""

    def header(self, name: str) -> str | None:
        """First header called `name` (any case), or None."""
        return _first_header(self.headers, name)


FailureKind = Literal[
    "dns",
    "connect",
    "tls",
    "timeout",
    "refused_address",
    "http_status",
    "too_large",
    "truncated",
    "bad_encoding",
    "redirect",
    "bad_url",
    "disallowed",
    "protocol",
    "not_a_feed",
    "parse_error",
    "robots_unreachable",
]


@dataclass(frozen=True, slots=True)
class Failed:
    """What went wrong with one request, as data: one bad feed or page never stops the rest."""

    url: str
    kind: FailureKind
    detail: str
    """One line for a person: what happened and what it means. Never a traceback, never a body."""
    fetched_at: datetime
    duration_ms: int = 0
    status: int | None = None
    retry_after_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, as published."""

    link: str | None
    """Absolute http(s) URL, else None."""
    guid: str | None
    title: str | None
    """Plain text: tags removed, entities resolved, white space folded, at most 1,000 characters."""
    published_at: datetime | None
    """None where the feed gives no date or an impossible one."""
    published_raw: str | None = None
    summary: str | None = None

    @property
    def key(self) -> str:
        """What names this entry within its feed: its GUID, else its link, else its title and date."""
        return self.guid or self.link or f"{self.title}|{self.published_raw}"


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A document that is a feed."""

    version: str
    """feedparser's name of the format (rss20, atom10, …) or json11, sitemap."""
    title: str | None
    entries: tuple[Entry, ...]
    hint_seconds: int | None = None
    """Least seconds between polls that the document itself asks for (ttl, sy:updatePeriod), else None."""
    is_malformed: bool = False
    fault: str | None = None
    """Where and why it is malformed, where the parser says so."""
    dropped_count: int = 0
    """Items that could not be used, or lay beyond the cap of 2,000."""
    skip_hours: tuple[int, ...] = ()
    """Hours (UTC, 0 to 23) in which it asks not to be read (RSS skipHours)."""
    skip_days: tuple[int, ...] = ()
    """Days (UTC, 1 = Monday to 7) on which it asks not to be read (RSS skipDays)."""


@dataclass(frozen=True, slots=True)
class NotAFeed:
    """A document that is not a feed, or that the parser could not survive."""

    kind: Literal["not_a_feed", "parse_error", "timeout", "too_large"]
    detail: str


# ---- archive ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EntryOrigin:
    """Where a page was heard of: carried in the archive, so that ingest needs nothing else."""

    feed_id: str | None = None
    outlet_id: str | None = None
    guid: str | None = None
    title: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One archived response, as read back from a WARC or ARC object (or a saved HTML file)."""

    url: str
    fetched_at: datetime
    """WARC-Date: when it was fetched. Never a publication date."""
    status: int
    content_type: str
    """Media type of the HTTP response, lower case, without parameters ('' where unknown)."""
    charset: str | None
    body: bytes
    """Decoded payload (transfer and content codings removed)."""
    record_offset: int
    """Byte offset of the record in its object; the ordinal for saved files."""
    origin: EntryOrigin = EntryOrigin()
    problem: str | None = None
    """Set where the record could not be read whole (truncated, digest mismatch, too large)."""


# ---- extract ---------------------------------------------------------------------------------------------------------

PublishedSource = Literal["json-ld", "meta", "feed", "url", "text", "header"]


@dataclass(frozen=True, slots=True)
class Article:
    """The article on a page."""

    url: str
    canonical_url: str
    title: str | None
    text: str
    """Body only; paragraphs split by one blank line."""
    authors: tuple[str, ...]
    published_at: datetime | date | None
    """A datetime where the minute is known, a date where only the day is."""
    published_source: PublishedSource | None
    modified_at: datetime | date | None
    language: str | None
    """ISO 639-1 code, None where unknown."""
    agency: str | None
    outlet: str | None
    """Site name as the page gives it."""
    image: str | None
    word_count: int
    is_paywalled: bool = False
    """True where the page shows a stub only; `text` is the stub."""
    is_live: bool = False
    """True for a page that is written on while things happen."""
    extractor: str = ""
    published_local: datetime | date | None = None
    """`published_at` in the zone the page wrote it in: the publisher's own day."""
    edition_at: datetime | date | None = None
    """The later change under whose day the page shows the article, in the zone in which it falls on that day."""

    @property
    def published_precision(self) -> Literal["minute", "day"] | None:
        """How exact `published_at` is."""
        return precision(self.published_at)


def precision(moment: datetime | date | None) -> Literal["minute", "day"] | None:
    """How exact a time of publication is."""
    if moment is None:
        return None
    return "minute" if isinstance(moment, datetime) else "day"


RejectedOutcome = Literal["not_an_article", "empty", "not_html", "broken"]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A page without an article, and why."""

    outcome: RejectedOutcome
    reason: str
    """hub, gallery, login, consent wall, error page, … : short and fixed, for grouping."""
    url: str
    canonical_url: str | None = None
    title: str | None = None
    language: str | None = None
    extractor: str = ""


# ---- annotate --------------------------------------------------------------------------------------------------------

Field = Literal["title", "text"]
Stance = Literal["claimed", "confirmed", "accused", "suspected", "denied", "no_evidence", "reported", "cleared"]
EntityKind = Literal["person", "group", "government", "agency", "military", "company", "outlet", "place", "other"]
CasualtyKind = Literal["killed", "injured", "missing", "detained", "abducted"]
Qualifier = Literal["exact", "at_least", "more_than", "about", "up_to", "fewer_than", "range",
                    "dozens", "scores", "hundreds", "thousands", "several", "some"]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the unmodified input field, in code points, end exclusive."""

    field: Field
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What the annotator reads."""

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    language: str | None = None


_NIL_CHARACTERS = 40
"""Of a name that make its id: the warehouse keeps longer ones shortened."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity named in the document. `entity_id` None = NIL (named, but not in the knowledge base)."""

    span: Span
    entity_id: str | None
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    iso: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None

    @property
    def nil_id(self) -> str | None:
        """Id of a NIL mention, one for a name in all documents, as `core.nil_id` makes it; None where the entity is known."""
        if self.entity_id is not None:
            return None
        digest = hashlib.sha256(self.name[:_NIL_CHARACTERS].encode("utf-8", "replace")).hexdigest()
        return f"nil:{'person' if self.kind == 'person' else 'body'}:{digest[:12]}"


@dataclass(frozen=True, slots=True)
class TopicTag:
    """An IPTC Media Topic (or the system's own `attribution`) with the words that earned it."""

    code: str
    label: str
    score: float
    evidence: tuple[Span, ...]
    voice: Literal["own", "quoted"] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the attribution ledger: who says who did it, with what stance, by which sentence."""

    stance: Stance
    source: tuple[Span, ...]
    """Who asserts; empty = the outlet itself."""
    source_entity: str | None
    is_authority: bool | None
    actor: tuple[Span, ...]
    """Who is said, or denied, to have done it; may be empty."""
    actor_entity: str | None
    actor_name: str | None
    act: Span | None
    medium: Span | None
    stated_on: str | None
    is_hedged: bool
    is_negated: bool
    is_quoted: bool
    quoted_by: Span | None
    via: Span | None
    cue: Span | None
    evidence: Span
    rule: str
    event: str | None = None
    source_name: str | None = None
    """Who asserts, by name: for a pronoun whom it stands for, None where no rule tells; else the words of `source`."""


@dataclass(frozen=True, slots=True)
class Casualty:
    """An explicit figure of people harmed in an incident."""

    kind: CasualtyKind
    minimum: float | None
    maximum: float | None
    qualifier: Qualifier
    figure: Span
    source: Span | None
    evidence: Span
    is_part_of: bool = False
    is_aggregate: bool = False
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words and who said them."""

    span: Span
    speaker: Span | None
    speaker_entity: str | None
    verb: str | None
    is_direct: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A violent event as far as the document gives it."""

    id: str
    type: str
    place: str | None = None
    """Where it happened, as distinct from other places named: id of the entity."""
    date: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Literal["point", "area", "country"] | None = None
    """What the coordinates stand for: a town or site, a region or sea, a whole country."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """Everything the annotator found in one document."""

    id: str
    language: str | None
    annotator: str
    terrorism: float
    armed_conflict: float
    relevance_threshold: float
    entities: tuple[Mention, ...] = ()
    topics: tuple[TopicTag, ...] = ()
    claims: tuple[Claim, ...] = ()
    casualties: tuple[Casualty, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()


# ---- ledger of the pipeline itself -----------------------------------------------------------------------------------

Outcome = Literal[
    "published", "unchanged", "duplicate", "not_an_article", "quarantined", "gone", "disallowed", "failed", "pending"
]
"""How an address ends; a reason may follow (`not_an_article: consent wall`)."""


@dataclass(frozen=True, slots=True)
class StageReport:
    """What one run of one stage did: counts and ids, never documents."""

    stage: str
    started_at: datetime
    finished_at: datetime
    counts: dict[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    """At most 20 lines for a person, each naming its feed or URL."""

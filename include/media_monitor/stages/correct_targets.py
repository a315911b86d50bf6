"""From what a person asks to the correction that is recorded: finds what is meant, or says how to find it. Reads only."""

from __future__ import annotations

from typing import Any, get_args

from media_monitor.errors import CorrectionError
from media_monitor.ids import sha256
from media_monitor.model import CasualtyKind, Qualifier, Stance
from media_monitor.stages.correct_requests import (
    NONE,
    AliasRequest,
    ClaimRequest,
    FigureRequest,
    Request,
    StoryRequest,
    TopicRequest,
)
from media_monitor.warehouse import corrections
from media_monitor.warehouse.corrections import Correction
from media_monitor.warehouse.db import Connection, Row

_WAS_CLAIM = (
    *("stance", "is_negated", "is_hedged", "source_text", "source_spans", "source_entity_id", "is_authority"),
    *("actor_text", "actor_spans", "actor_entity_id", "actor_name"),
)
_WAS_FIGURE = ("kind", "minimum", "maximum", "qualifier", "is_aggregate", "is_part_of", "figure_start", "figure_end")
_SHOWN = 20
"""Names of an article that an error lists."""


def target(connection: Connection, request: Request) -> Correction:
    """The correction that `request` asks for. Raises CorrectionError with what was not found and how to find it."""
    if not request.reason.strip():
        raise CorrectionError("a correction needs its reason: say why (--reason)")
    match request:
        case ClaimRequest(claim_id=None):
            return _missing_claim(connection, request)
        case ClaimRequest():
            return _claim(connection, request)
        case FigureRequest():
            return _figure(connection, request)
        case TopicRequest():
            return _topic(connection, request)
        case AliasRequest():
            return _alias(connection, request)
        case StoryRequest():
            return _story(connection, request)


# ---- claims ------------------------------------------------------------------------------------------------------------


def _claim(connection: Connection, request: ClaimRequest) -> Correction:
    assert request.claim_id is not None
    if request.claim_id < 0:
        raise CorrectionError(
            f"claim {request.claim_id} was added by a person: withdraw it (media-monitor correct withdraw {-request.claim_id}) "
            "and add it as it should be"
        )
    row = corrections.claim(connection, request.claim_id)
    if row is None:
        raise CorrectionError(
            f"there is no claim {request.claim_id}: claims get new ids when their page is read again; "
            "report.attribution_ledger has them by url (claim_id)"
        )
    evidence = (row["evidence_field"], row["evidence_start"], row["evidence_end"])
    reads = _claim_reads(connection, request, row, evidence)
    _one_of(request.wrong, reads, "--stance, --source, --actor …")
    return Correction(
        kind="claim",
        verdict="wrong" if request.wrong else "reads",
        reason=request.reason,
        article_id=row["article_id"],
        on_revision_id=row["revision_id"],
        on_filed_on=row["filed_on"],
        field=evidence[0],
        start_offset=evidence[1],
        end_offset=evidence[2],
        evidence_sha=bytes(row["evidence_sha"]),
        was={name: row[name] for name in _WAS_CLAIM},
        reads=reads or None,
    )


def _missing_claim(connection: Connection, request: ClaimRequest) -> Correction:
    if request.article_id is None or request.wrong:
        raise CorrectionError(
            "say which claim (its claim_id in report.attribution_ledger), or, to add one that is missing, --article with "
            "--sentence or with --field, --start and --end"
        )
    row = _article(connection, request.article_id)
    field, start, end = evidence = _stretch(request, row)
    reads = _claim_reads(connection, request, row, evidence)
    if "stance" not in reads:
        raise CorrectionError(f"a missing claim needs its stance (--stance): {', '.join(get_args(Stance))}")
    sentence = (row[field] or "")[start:end]
    return Correction(
        kind="claim",
        verdict="missing",
        reason=request.reason,
        article_id=request.article_id,
        on_revision_id=row["revision_id"],
        on_filed_on=row["filed_on"],
        field=field,
        start_offset=start,
        end_offset=end,
        evidence_sha=sha256(sentence),
        sentence=sentence,
        reads=reads,
    )


def _stretch(request: ClaimRequest, row: Row) -> tuple[str, int, int]:
    """Field, start and end of the sentence that a request names; it lies inside the article as it is now."""
    texts = {"title": row["title"] or "", "text": row["text"] or ""}
    where = f"article {row['article_id']} as it is now"
    if request.sentence is not None:
        found = [(field, text.find(request.sentence)) for field, text in texts.items() if request.sentence in text]
        if not request.sentence.strip() or not found:
            raise CorrectionError(f"{where} does not have the words of --sentence: copy them, every sign, or give offsets")
        if sum(text.count(request.sentence) for text in texts.values()) > 1:
            raise CorrectionError(f"{where} has these words more than once: say which by --field, --start and --end")
        field, start = found[0]
        return field, start, start + len(request.sentence)
    if request.start is None or request.end is None:
        raise CorrectionError("say where the claim stands: --sentence, or --start and --end (and --field title)")
    field = request.field or "text"
    if field not in texts:
        raise CorrectionError(f"--field must be title or text, not {field!r}")
    if not 0 <= request.start < request.end <= len(texts[field]):
        raise CorrectionError(
            f"{where} has {len(texts[field])} characters of {field}: {request.start} to {request.end} does not lie inside it"
        )
    return field, request.start, request.end


def _claim_reads(connection: Connection, request: ClaimRequest, row: Row, evidence: tuple[str, int, int]) -> dict[str, Any]:
    """The columns of a claim that a request names."""
    reads: dict[str, Any] = {}
    if request.stance is not None:
        reads["stance"] = _known("--stance", request.stance, get_args(Stance))
    source = _party(connection, "source", request.source, request.source_entity, row, evidence)
    actor = _party(connection, "actor", request.actor, request.actor_entity, row, evidence)
    if request.actor is not None or request.actor_entity is not None:
        named = corrections.entity(connection, actor["actor_entity_id"]) if actor.get("actor_entity_id") else None
        actor["actor_name"] = named["name"] if named else actor.get("actor_text", row.get("actor_text"))
    if request.source is not None:
        # the machine's word on the authority was about somebody else
        source["is_authority"] = None
    flags = {"is_authority": request.authority, "is_negated": request.negated, "is_hedged": request.hedged}
    return reads | source | actor | {name: flag for name, flag in flags.items() if flag is not None}


def _party(
    connection: Connection, role: str, words: str | None, entity_id: str | None, row: Row, evidence: tuple[str, int, int]
) -> dict[str, Any]:
    """Columns of the source or actor that is called `words`, or is `entity_id`; empty where neither is given."""
    if words is None and entity_id is None:
        return {}
    known = None if entity_id in {None, NONE} else _entity(connection, str(entity_id))
    if words is None:
        return {f"{role}_entity_id": known}
    if words == NONE:
        return {f"{role}_text": None, f"{role}_spans": [], f"{role}_entity_id": known}
    place = _place(words, row, evidence)
    if place is None:
        raise CorrectionError(
            f"article {row['article_id']} does not have the words of --{role}: copy them from the page, or give "
            f"--{role}-entity (and --{role} {NONE})"
        )
    field, start = place
    if entity_id is None:
        known = corrections.entity_at(connection, row, field, start, start + len(words))
    span = {"field": field, "start": start, "end": start + len(words)}
    return {f"{role}_text": words, f"{role}_spans": [span], f"{role}_entity_id": known}


def _place(words: str, row: Row, evidence: tuple[str, int, int]) -> tuple[str, int] | None:
    """Field and offset of `words`: in the evidence, else before it, after it, in the other field."""
    field, start, end = evidence
    text, other = row[field] or "", "text" if field == "title" else "title"
    found = (text.find(words, start, end), text.rfind(words, 0, start), text.find(words, end))
    places = [(field, at) for at in found] + [(other, (row[other] or "").find(words))]
    return next(((where, at) for where, at in places if at >= 0), None) if words.strip() else None


# ---- figures, topics, names, stories -----------------------------------------------------------------------------------


def _figure(connection: Connection, request: FigureRequest) -> Correction:
    row = corrections.figure(connection, request.article_id, request.position)
    if row is None:
        _article(connection, request.article_id)
        raise CorrectionError(
            f"article {request.article_id} has no figure at position {request.position}: report.casualty_ledger has those of its "
            "present state (position)"
        )
    if row["evidence_sha"] is None:
        raise CorrectionError(f"the text of article {request.article_id} is no longer kept: its figures cannot be told apart")
    reads: dict[str, Any] = {}
    if request.kind is not None:
        reads["kind"] = _known("--kind", request.kind, get_args(CasualtyKind))
    if request.qualifier is not None:
        reads["qualifier"] = _known("--qualifier", request.qualifier, get_args(Qualifier))
    bounds = {"minimum": request.minimum, "maximum": request.maximum}
    reads |= {name: _number(f"--{name}", value) for name, value in bounds.items() if value is not None}
    flags = {"is_aggregate": request.aggregate, "is_part_of": request.part_of}
    reads |= {name: flag for name, flag in flags.items() if flag is not None}
    _one_of(request.wrong, reads, "--kind, --minimum, --maximum, --qualifier …")
    least, most = (reads.get(name, row[name]) for name in bounds)
    if least is not None and most is not None and least > most:
        raise CorrectionError(f"a figure cannot be at least {least:g} and at most {most:g}: give --minimum and --maximum")
    return Correction(
        kind="figure",
        verdict="wrong" if request.wrong else "reads",
        reason=request.reason,
        article_id=request.article_id,
        on_revision_id=row["revision_id"],
        on_filed_on=row["filed_on"],
        field=row["evidence_field"],
        start_offset=row["evidence_start"],
        end_offset=row["evidence_end"],
        evidence_sha=bytes(row["evidence_sha"]),
        was={name: row[name] for name in _WAS_FIGURE},
        reads=reads or None,
    )


def _topic(connection: Connection, request: TopicRequest) -> Correction:
    _article(connection, request.article_id)
    alike = corrections.topics_like(connection, request.code)
    if not alike or alike[0]["code"] != request.code:
        raise CorrectionError(f"there is no topic {request.code!r}{_perhaps([(t['code'], t['label']) for t in alike])}")
    verdict = "holds" if request.holds else "fails"
    return Correction(kind="topic", verdict=verdict, reason=request.reason, article_id=request.article_id, code=request.code)


def _alias(connection: Connection, request: AliasRequest) -> Correction:
    if not request.words.strip():
        raise CorrectionError("say which words name the entity")
    verdict = "is" if request.holds else "is_not"
    correction = Correction(
        kind="alias",
        verdict=verdict,
        reason=request.reason,
        article_id=request.article_id,
        words=request.words,
        entity_id=_entity(connection, request.entity),
    )
    if request.article_id is not None:
        _article(connection, request.article_id)
        names = corrections.names(connection, request.article_id)
        if request.words not in names:
            raise CorrectionError(
                f"{request.words!r} names nobody in article {request.article_id} as it is now; its names are: "
                + (", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "") or "none")
            )
    return correction


def _story(connection: Connection, request: StoryRequest) -> Correction:
    articles = corrections.story(connection, request.story)
    if not articles:
        raise CorrectionError(_no_story(request.story))
    if (request.same_as is None) == (request.without is None):
        raise CorrectionError("say either which story it is one with (--same-as) or which article is not of it (--without)")
    if request.same_as is not None:
        others = corrections.story(connection, request.same_as)
        if not others:
            raise CorrectionError(_no_story(request.same_as))
        if request.same_as == request.story:
            raise CorrectionError(f"{request.story} is one story already")
        article_id, other_article_id = articles[0], others[0]
    else:
        if request.without not in articles:
            found = corrections.story_of(connection, int(request.without or 0))
            raise CorrectionError(
                f"article {request.without} is not of story {request.story}" + (f" but of {found}" if found else "")
            )
        rest = [a for a in articles if a != request.without]
        if not rest:
            raise CorrectionError(f"article {request.without} is all that story {request.story} has")
        article_id, other_article_id = request.without, rest[0]
    return Correction(
        kind="story",
        verdict="same" if request.same_as else "other",
        reason=request.reason,
        article_id=article_id,
        other_article_id=other_article_id,
    )


# ---- common ------------------------------------------------------------------------------------------------------------


def _article(connection: Connection, article_id: int) -> Row:
    row = corrections.article(connection, article_id)
    if row is None:
        raise CorrectionError(f"there is no article {article_id}: report.article has them by url (article_id)")
    return row


def _entity(connection: Connection, entity_id: str) -> str:
    """`entity_id`, if there is such an entity."""
    if corrections.entity(connection, entity_id) is None:
        alike = corrections.entities_like(connection, entity_id.rpartition(":")[2])
        raise CorrectionError(
            f"there is no entity {entity_id!r}{_perhaps([(e['entity_id'], e['name']) for e in alike])}; "
            "a new one is a line of seeds/entities.csv"
        )
    return entity_id


def _no_story(story_id: str) -> str:
    return f"there is no story {story_id!r}: report.article has them by url (story_id)"


def _perhaps(alike: list[tuple[str, str]]) -> str:
    return ": perhaps " + ", ".join(f"{key} ({name})" for key, name in alike) if alike else ""


def _known(option: str, value: str, values: tuple[str, ...]) -> str:
    if value not in values:
        raise CorrectionError(f"{option} must be one of {', '.join(values)}, not {value!r}")
    return value


def _number(option: str, value: str) -> float | None:
    if value == NONE:
        return None
    try:
        number = float(value)
    except ValueError:
        number = -1
    if not 0 <= number < float("inf"):
        raise CorrectionError(f"{option} must be a number or {NONE}, not {value!r}")
    return number


def _one_of(wrong: bool | None, reads: dict[str, Any], options: str) -> None:
    if bool(wrong) == bool(reads):
        raise CorrectionError(f"say either that it is wrong (--wrong) or what it reads instead ({options})")

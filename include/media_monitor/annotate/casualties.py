"""Figures of people harmed: killed, injured, missing, detained, abducted; with bounds and qualifier as printed. Pure.

Definitions: INTERFACES, casualty figures. A figure is a number (digits, words, "dozens") with a noun for people or none,
tied to a word of harm on either side of it in the same clause. English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from media_monitor.annotate.folding import plain
from media_monitor.annotate.spotting import Spotter
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Casualty, CasualtyKind, Qualifier, Span

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    word: 10 * (i + 2) for i, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_VAGUE: dict[str, tuple[float, Qualifier]] = {
    "dozens": (24, "dozens"), "scores": (40, "scores"), "hundreds": (200, "hundreds"), "thousands": (2000, "thousands"),
    "several": (3, "several"), "some": (2, "some"),
}  # fmt: skip
_UNIT = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_WORD_NUMBER = (
    rf"(?:(?:{'|'.join(_TENS)})-(?:{'|'.join(_UNITS[1:10])})|(?:{_UNIT}|a)\s+(?:hundred|thousand|million|"
    rf"dozen)(?:\s+(?:and\s+)?(?:{_UNIT}))?|{_UNIT}|a\s+dozen)"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?:\s+million)?"
_NUMBER = rf"(?:{_DIGITS}|{_WORD_NUMBER})"
_ORDINAL = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_HEDGE_PHRASES: dict[Qualifier, tuple[str, ...]] = {
    "at_least": ("at least", "no fewer than", "no less than", "a minimum of"),
    "more_than": ("more than", "well over", "over", "upwards of", "in excess of"),
    "about": ("about", "close to", "around", "roughly", "approximately", "some", "an estimated", "nearly", "almost"),
    "up_to": ("up to", "as many as"),
    "fewer_than": ("fewer than", "less than", "under"),
}
_HEDGES = {phrase: qualifier for qualifier, phrases in _HEDGE_PHRASES.items() for phrase in phrases}
_HEDGE = "|".join(phrase.replace(" ", r"\s+") for phrase in sorted(_HEDGES, key=len, reverse=True))
_PEOPLE = (
    r"(?:people|persons?|civilians?|soldiers?|troops|servicem[ea]n|servicewom[ea]n|service members|"
    r"fighters?|militants?|rebels?|gunm[ea]n|wom[ae]n|m[ae]n|child(?:ren)?|kids?|boys?|girls?|"
    r"teen(?:ager)?s?|students?|pupils?|teachers?|migrants?|refugees?|workers?|employees|officers?|"
    r"officials?|police(?:m[ea]n)?|patients?|passengers?|residents?|villagers?|worshippers?|"
    r"(?:Palestinian|Israeli|Ukrainian|Russian|American|Iranian|Syrian|Afghan|Iraqi|Lebanese|Yemeni|Saudi|Egyptian|Libyan|Sudanese"
    r"|Somali|Nigerian|Kenyan|Ethiopian|Indian|Pakistani|Bangladeshi|Nepali|Filipino|Indonesian|Thai|Mexican|Colombian|Venezuelan"
    r"|Peruvian|Salvadoran|Guatemalan|Cuban|Haitian|Brazilian|German|Italian|Spaniard|Briton|Pole|Turk|Kurd|Swede|Dane|Canadian"
    r"|Australian|European|Korean)s|journalists?|"
    r"reporters?|members?|others?|victims?|adults?|bod(?:y|ies)|"
    r"protesters?|demonstrators?|prisoners?|detainees?|inmates?|hostages?|suspects?|tourists?|pilgrims?|"
    r"crew(?:\s+members)?|sailors?|marines?|reservists|guards?|firefighters?|medics?|doctors?|"
    r"nurses?|aid workers?|interpreters?|friends|brothers?|sisters?|relatives|miners?|drivers?|personnel|"
    r"citizens?|nationals|foreigners|Christians|Muslims|Jews|jihadists?|terrorists?|babies|baby|infants?|"
    r"attackers?|assailants?|neighbou?rs?|bystanders?|passers?-?by|mothers?|fathers?|wi(?:fe|ves)|husbands?|sons?|daughters?|"
    r"engineers?|pedestrians?|motorists?|commuters?|shoppers?|farmers?|fisherm[ae]n|priests?|nuns?|imams?|rabbis?|"
    r"lawmakers?|mayors?|judges?|lawyers?|peacekeepers?|rescuers?|paramedics?|troopers?|deput(?:y|ies)|agents?|"
    r"jesuits?|clergymen|missionaries|bishops?|bodyguards?|escorts?|servants?|maids?|peasants?|campesinos|diplomats?|politicians?|"
    r"leaders?|candidates?|businessm[ae]n|executives?|newsm[ae]n|cameram[ae]n|lieutenants?|colonels?|captains?|cadets?|"
    r"recruits?|noncommissioned officers|guerrillas?|insurgents?|subversives?|extremists?|combatants?|professors?|"
    r"unionists?|prosecutors?|magistrates?|council(?:lors?|lm[ae]n|m[ae]n)|senators?|ministers?|ambassadors?|individuals?|"
    r"corpses?|merchants?|commanders?|generals?|sergeants?|activists?|fans?|customers?|diners?|revel?lers?|settlers?|herders?|loggers?)"
)
_NOT_PEOPLE = (
    r"(?:years?|months?|weeks?|days?|hours?|minutes?|kilomet(?:er|re)s?|km|miles?|met(?:er|re)s?|percent|"
    r"per\s+cent|%|drones?|missiles?|rockets?|houses?|homes?|buildings?|cars?|vehicles?|times?|points?|"
    r"tons?|tonnes?|dollars?|euros?|million|billion|a\.m|p\.m|counts?|charges?|attacks?|strikes?|"
    r"countries|cities|towns|villages|life|consecutive|ships?|vessels?|aircraft|bombs?|weapons?|shots?|"
    r"goals?|votes?|acres?|degrees?|deals?|seats?|schools?|hospitals?)"
)
_ANYONE = (
    rf"(?:\s+(?!{_NOT_PEOPLE}\b)[A-Za-z][A-Za-z'-]*){{0,2}}?\s+(?!{_NOT_PEOPLE}\b)[A-Za-z'-]{{3,}}s(?=\s+(?:(?:were|are|have\s+been|had\s+been)\s+)?"
    r"(?:killed|wounded|injured|hurt|arrested|detained|abducted|kidnapped|taken\s+(?:into\s+custody|hostage)|shot|died)\b)"
)
"""Whoever is said to be harmed at once: "two French streamers were detained"."""
_MODIFIER = (
    rf"(?:(?!(?:and|or|who|that|which|in|on|at|of|to|from|by|with|after|was|were|is|are|has|have|had|"
    rf"killed|kills|killing|wounding|injuring|left|{_NOT_PEOPLE})\b)[A-Za-z][\w'.-]*\s+)"
)
_HARM: dict[CasualtyKind, str] = {
    "killed": (
        r"killed|dead|died|die|dies|deaths?|fatalities|killing|kills?|murdered|murders?|murdering|slain|"
        r"massacred|shot dead|shot and killed|lost their lives|perished|drowned|executed|executes|beheaded|"
        r"assassinated|assassinations?|massacres?|slayings?|executions?|stabbed to death|dying|fatally\s+\w+|"
        r"claimed the lives? of|homicides|(?:killers?|murderers?|assassins) of|"
        r"(?:bodies|corpses) of"
    ),
    "injured": r"injured|injures?|injuring|wounded|wounds?|wounding|hurt|hospitali[sz]ed|injuries|shot|stabbed|maimed",
    "missing": r"missing|unaccounted for|disappeared",
    "detained": (
        r"detained|detains?|detaining|arrested|arrests?|arresting|in custody|captured|captures|rounded up|"
        r"rounds up|jailed|remanded|taken into custody|apprehended"
    ),
    "abducted": (
        r"abducted|abducts?|abducting|kidnapped|kidnaps?|kidnapping|taken hostage|taken captive|"
        r"seized hostage|held hostage|abductions?|kidnappings|disappearances? of"
    ),
}
_FIGURE = re.compile(
    rf"\b(?<!\bno )(?P<figure>(?:(?P<hedge>{_HEDGE})\s+)?"
    rf"(?:(?P<low>{_NUMBER})\s*(?:-|—|to)\s*(?P<high>{_NUMBER})(?=\s)|between\s+(?P<least>{_NUMBER})\s+and\s+(?P<most>{_NUMBER})|(?P<vague>(?:many\s+)?(?:dozens|"
    rf"scores|hundreds|(?:tens\s+of\s+)?thousands|several)|some)\b|"
    rf"(?:(?:the|all|another|these|those)\s+)?(?P<number>{_NUMBER})\b|(?P<another>another|an?\s+{_ORDINAL}|"
    rf"an?\s+\d+-year-old|an?)\b(?!\s+{_NOT_PEOPLE}\b))"
    rf"(?P<noun>(?:\s+of)?(?:\s+(?:the|its|their))?\s+(?:more\s+|other\s+|"
    rf"others\s+)*{_MODIFIER}{{0,4}}?{_PEOPLE}\b(?:\s+{_PEOPLE}\b)?|{_ANYONE}|\s+(?:more|others?|dead|"
    rf"additional)\b)?)(?![\w,]*\d)",
    re.IGNORECASE,
)
_HARM_WORD = re.compile(rf"\b(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in _HARM.items())})\b", re.IGNORECASE)
_LIVES = re.compile(
    rf"\bclaimed\s+(?:the\s+)?(?P<figure>(?:(?P<hedge>{_HEDGE})\s+)?(?P<number>{_NUMBER}))(?=\s+(?:\w+\s+)?lives\b)",
    re.IGNORECASE,
)
_OF_THE = re.compile(
    rf"\b(?P<figure>(?P<number>{_NUMBER}))(?=\s+of\s+the\s+(?P<kind>wounded|injured|dead|missing)\b"
    rf"(?!\s+(?!{_PEOPLE}\b|(?:was|is|has|as)\b)\w+s\b))",
    re.IGNORECASE,
)
_HOSTAGES = re.compile(
    rf"\b(?:held|holds?|holding|took|takes?|taking|seized)\s+(?P<figure>(?:(?P<hedge>{_HEDGE})\s+)?(?P<number>{_NUMBER})"
    rf"\s+{_MODIFIER}{{0,3}}?{_PEOPLE})(?=\s+(?:as\s+)?(?:hostages?|captive|prisoners?)\b)",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(
    rf"\b(?P<figure>(?P<number>{_NUMBER}))(?=\s+of\s+(?:whom|them)\s+(?:were\s+|was\s+)?(?P<harm>killed|wounded|injured|hurt|died|missing)\b)",
    re.IGNORECASE,
)
_SINGLE = (
    r"(?:man|woman|boy|girl|teen|teenager|child|toddler|soldier|officer|policeman|policewoman|journalist|student|civilian|commander|teacher"
    r"|driver|worker|engineer|protester|fighter|militant|general|judge|mayor|priest|settler|marine|guard|tourist|nurse|doctor|medic|reporter)"
)
_ONE_HARMED = re.compile(
    rf"(?:^|[:,;]\s)(?P<another>(?P<figure>(?:[\w'-]+\s){{0,3}}?{_SINGLE}))\s"
    r"(?:is\s|was\s)?(?P<harm>killed|dies|shot dead|wounded|injured|abducted|kidnapped)\b",
    re.IGNORECASE,
)
_HARMS_ONE = re.compile(
    r"\b(?P<harm>kills?|killed|wounds?|injures?|kidnaps?|abducts?)\s"
    rf"(?P<another>(?P<figure>(?!(?:a|an|the|and|in|at)\b)(?:[A-Za-z'-]+\s){{0,2}}?{_SINGLE}))\b(?!\s(?:and|kill|wound))",
    re.IGNORECASE,
)
_TOLL = re.compile(
    rf"\b(?P<kind>death\s+toll|toll|number\s+of\s+(?:dead|deaths|killed|injured|wounded|missing|"
    rf"fatalities|victims))\b[^.;\n]{{0,70}}?\b(?:rose|risen|rises|rising|climbed|climbs|reached|reaches|stands|"
    rf"stood|increased|jumped|grew|hits|hit|at|is|was)"
    rf"\b(?:\s+(?:to|at))?\s+(?P<figure>(?:(?P<hedge>{_HEDGE})\s+)?(?P<number>{_NUMBER}))\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"\b(?:figure|count|tally|estimate|number)\b[^.;:\n\d]{{0,40}}?\b(?:was|is|stands at|stood at)\s+"
    rf"(?P<figure>(?:(?P<hedge>{_HEDGE})\s+)?(?P<number>{_NUMBER}))(?=[.,;]|$|\s(?:dead|in|on|by)\b)",
    re.IGNORECASE,
)
_IS_NAMED = re.compile(r"\s+(?:named|called|identified as)\b")
_OF_THINGS = re.compile(rf"\s+{_NOT_PEOPLE}\b")
_BREAK = re.compile(
    r"[;:.]|\b(?:who|whom|which|that|while|as|when|but|after|before|although|because|if|since|where)\b", re.IGNORECASE
)
_AGGREGATE = re.compile(
    r"\b(?:since (?:the )?(?:start|beginning|\d{4}|october|february|war|ceasefire|january|march)|"
    r"this year|last year|during the war|in the war|so far this|campaign|per year|a year|annually|"
    r"over the past|nationwide|civil war|(?:last|this) month|in \w+ alone|"
    r"since (?:\w+ ){1,5}in \d{4}|(?:war|conflict|offensive|violence) (?:that |which )?(?:has|have|had) (?:left|resulted in|cost|"
    r"claimed|killed|taken)|"
    rf"(?:in|during|over|within) (?:the )?(?:last |past )?(?:{_NUMBER}|several|few) (?:years|months))\b",
    re.IGNORECASE,
)
_BE_BETWEEN = re.compile(
    r"^\s*(?:,\s*)?(?:(?:also|reportedly|later|since|still|either|all|both|left|have|has|had|be|been|"
    r"being|was|were|are|is|to|feared|reported|confirmed|believed|found|more|others?|left|either|"
    r"people|critically|seriously|badly|severely|slightly|lightly|fatally|gravely|already|then)\s+)*$",
    re.IGNORECASE,
)
_HARMING = Spotter(
    words(
        "abduct abducted abducting abduction abductions abducts apprehended arrest arrested arresting arrests"
        " assassinated assassination assassinations assassins beheaded bodies captive captured captures casualties claimed"
        " corpses custody dead death deaths detain detained detaining detains die died dies disappearance disappearances"
        " disappeared drowned dying executed executes execution executions fatalities fatally homicides hospitalised"
        " hospitalized hostage hostages hurt injure injured injures injuries injuring injury jailed kidnap kidnapped"
        " kidnapping kidnappings kidnaps kill killed killer killers killing kills lives lost maimed massacre massacred"
        " massacres missing murder murdered murderer murderers murdering murders perished remanded rounded rounds shot"
        " slain slaying slayings stabbed toll unaccounted wound wounded wounding wounds"
    )
)
"""A sentence that says none of these gives no figure."""


@dataclass(frozen=True, slots=True)
class _Figure:
    start: int
    end: int
    minimum: float | None
    maximum: float | None
    qualifier: Qualifier
    has_people: bool
    is_article: bool


@dataclass(frozen=True, slots=True)
class _Tied:
    """The figure before another: its harm, and where it ends."""

    kind: CasualtyKind
    end: int


def casualties(spans: list[Span]) -> tuple[Casualty, ...]:
    """Figures of the sentences `spans`, in order; "the ministry's figure was 80" takes up the harm of the sentence before."""
    found: list[Casualty] = []
    before = None
    for span, harms in zip(spans, _HARMING.said(spans), strict=True):
        last = found[-1].kind if found and found[-1].evidence is before else None
        found.extend((list(_harmed(span)) if harms else []) or _taken_up(span, last))
        before = span
    return tuple(found)


def _taken_up(span: Span, kind: CasualtyKind | None) -> list[Casualty]:
    """A count of what the sentence before has counted."""
    match = _COUNT.search(_even(span.text)) if kind is not None else None
    figure = _measure(match, False) if match is not None else None
    return [] if kind is None or figure is None else [_casualty(span, kind, figure, False, False)]


def _harmed(span: Span) -> Iterator[Casualty]:
    text = _even(span.text)
    is_aggregate = bool(_AGGREGATE.search(text))
    taken: list[tuple[int, int]] = []
    for match in _TOLL.finditer(text) if "toll" in text or "umber of" in text else ():
        kind = _toll_kind(match["kind"])
        figure = _measure(match, False)
        if figure is not None:
            taken.append((figure.start, figure.end))
            yield _casualty(span, kind, figure, is_aggregate, False)
    for kind_said, match in _fixed_phrases(span, text):
        figure = _measure(match, True)
        if figure is not None and not any(figure.start < end and start < figure.end for start, end in taken):
            taken.append((figure.start, figure.end))
            yield _casualty(span, kind_said, figure, is_aggregate, match.re is _OF_THE)
    harms = [harm for harm in _HARM_WORD.finditer(text) if not text[harm.end() : harm.end() + 9].lower().startswith(" warrant")]
    previous: _Tied | None = None
    for match in _FIGURE.finditer(text) if harms else ():
        figure = _measure(match, bool(match["noun"]))
        if figure is None or any(figure.start < end and start < figure.end for start, end in taken):
            continue
        kind_found = _kind(text, span.text, figure, harms, previous)
        if kind_found is not None:
            previous = _Tied(kind_found, figure.end)
            is_part = bool(re.search(r"\bincluding\s+(?:at least\s+)?$", text[max(0, figure.start - 24) : figure.start]))
            yield _casualty(span, kind_found, figure, is_aggregate, is_part)


def _even(text: str) -> str:
    """`text` in small letters (old wires come in capitals) with plain marks and spaces, character for character."""
    even = plain(text).replace("\u200d", " ").replace("\n", " ")
    lower = even.lower()
    return lower if len(lower) == len(even) else even


def _fixed_phrases(span: Span, text: str) -> Iterator[tuple[CasualtyKind, re.Match[str]]]:
    """As in "claimed 19 lives", "three of the wounded", and in headlines "Soldier killed", "kills police officer"."""
    for match in _LIVES.finditer(text):
        yield "killed", match
    for match in _HOSTAGES.finditer(text) if "hostage" in text or "captive" in text or "prisoner" in text else ():
        yield "abducted", match
    for match in _OF_THE.finditer(text) if "of the" in text else ():
        yield _toll_kind(match["kind"]), match
    for match in _OF_WHOM.finditer(text) if "of whom" in text or "of them" in text else ():
        harm = _HARM_WORD.fullmatch(match["harm"])
        if harm is not None:
            yield _kind_of(harm), match
    if span.field == "title":
        for pattern in (_ONE_HARMED, _HARMS_ONE):
            for match in pattern.finditer(text):
                harm = _HARM_WORD.fullmatch(match["harm"])
                if harm is not None and _kind_of(harm) != "detained":
                    yield _kind_of(harm), match


def _casualty(span: Span, kind: CasualtyKind, figure: _Figure, is_aggregate: bool, is_part: bool) -> Casualty:
    start, end = span.start + figure.start, span.start + figure.end
    words = Span(span.field, start, end, span.text[figure.start : figure.end])
    return Casualty(kind, figure.minimum, figure.maximum, figure.qualifier, words, None, span, is_part, is_aggregate)


def _toll_kind(words: str) -> CasualtyKind:
    for kind, word in (("injured", "injured"), ("injured", "wounded"), ("missing", "missing")):
        if word in words.lower():
            return "injured" if kind == "injured" else "missing"
    return "killed"


def _measure(match: re.Match[str], has_people: bool) -> _Figure | None:
    """Bounds and qualifier of a match, None where its number cannot be read."""
    start, end = match.span("figure")
    groups = match.groupdict()
    hedge = " ".join((groups.get("hedge") or "").lower().split())
    if groups.get("low") or groups.get("least"):
        low, high = number(groups["low"] or groups["least"]), number(groups["high"] or groups["most"])
        if low is None or high is None or low >= high:
            return None
        return _Figure(start, end, low, high, "range", has_people, False)
    if groups.get("vague"):
        if not has_people and _OF_THINGS.match(match.string, end):
            return None
        word = groups["vague"].lower().split()[-1]
        minimum, qualifier = _VAGUE[word]
        return _Figure(start, end, minimum, None, qualifier, has_people, False)
    if groups.get("another"):
        if _IS_NAMED.match(match.string, end) or (groups.get("noun") or "").endswith(" dead"):
            return None
        return _Figure(start, end, 1, 1, "exact", has_people, True)
    value = number(groups["number"])
    if value is None or (not has_people and (_is_age_or_year(match, value) or _OF_THINGS.match(match.string, end))):
        return None
    return _bounded(start, end, value, _HEDGES.get(hedge, "exact"), has_people)


def _is_age_or_year(match: re.Match[str], value: float) -> bool:
    """As in "McKenzie, 18, was arrested", "20-year-old", "the 1992 murders": numbers of something else."""
    text, end = match.string, match.end("figure")
    before = text[max(0, match.start("figure") - 16) : match.start("figure")]
    if text[end : end + 1] == "-" or (
        re.search(r"\b(?:aged?|ages|in|of|since|and|between)\s+(?:\d+\s+(?:and|to)\s+)?$", before)
        and text[end : end + 1] in {",", "."}
    ):
        return True
    is_year = 1900 <= value <= 2100 and "," not in match["number"]
    return is_year or (text[end : end + 1] == "," and before.endswith(", "))


def _bounded(start: int, end: int, value: float, qualifier: Qualifier, has_people: bool) -> _Figure:
    """INTERFACES: `at_least` and `more_than` have no upper bound (the printed number is the lower one), `up_to` no lower."""
    minimum = None if qualifier in {"up_to", "fewer_than"} else value
    maximum = None if qualifier in {"at_least", "more_than"} else value
    return _Figure(start, end, minimum, maximum, qualifier, has_people, False)


def number(words: str) -> float | None:
    """Value of digits ("1,200", "1.2 million") or English number words up to thousands; None where it is neither."""
    text = words.lower().replace(",", "")
    digits = re.fullmatch(r"(\d+(?:\.\d+)?)(\s+million)?", text)
    if digits:
        return float(digits[1]) * (1_000_000 if digits[2] else 1)
    total, current = 0.0, 0.0
    for word in re.split(r"[\s-]+", text):
        if word in _UNITS:
            current += _UNITS.index(word)
        elif word in _TENS:
            current += _TENS[word]
        elif word in {"hundred", "dozen"}:
            current = (current or 1) * (100 if word == "hundred" else 12)
        elif word in {"thousand", "million"}:
            total, current = total + (current or 1) * (1_000 if word == "thousand" else 1_000_000), 0
        elif word not in {"a", "and"}:
            return None
    return total + current


def _kind(text: str, written: str, figure: _Figure, harms: list[re.Match[str]], previous: _Tied | None) -> CasualtyKind | None:
    """Kind of harm that the words around a figure tie it to, None where nothing does."""
    after = _harm_after(text, written, figure, harms)
    if after is not None:
        return after
    before = _harm_before(text, figure, harms)
    if before is not None:
        return before
    if previous is None or not figure.has_people:
        return None
    joined = re.search(r"\bincluding\s+(?:at least\s+)?$", text[max(0, figure.start - 20) : figure.start])
    between = text[previous.end : figure.start] if previous.end <= figure.start else ""
    is_listed = not figure.is_article and _ALSO.fullmatch(between) and _LIST_ENDS.match(text, figure.end)
    return previous.kind if joined or is_listed else None


_ALSO = re.compile(r"\s*,?\s*(?:,|and|or)\s*(?:their|his|her|its)?\s*")
_LIST_ENDS = re.compile(
    r"\s*(?:[,.;:)(—]|--|$|(?:in|on|at|when|during|by|near|from|who|and|since|while|last|this|today|yesterday|as|after|before)\b)"
)
"""What may follow the last of several who are harmed together: "killed a judge, two guards and five passers-by in …"."""


def _harm_after(text: str, written: str, figure: _Figure, harms: list[re.Match[str]]) -> CasualtyKind | None:
    """As in "Two people were killed", "31 dead", "one dead and 78 injured"."""
    for harm in harms:
        gap = text[figure.end : harm.start()]
        if figure.start < harm.start() and harm.end() <= figure.end:
            return _kind_of(harm)
        if harm.start() < figure.end:
            continue
        if harm.group() in _DOING | _EVENTS or (_IDLE.fullmatch(gap) and _has_object(text, written, harm)):
            return None
        if len(gap) > 110 or (
            _BREAK.search(gap) and not re.match(r"\s*(?:who|that)\s+(?:were|was|had|have)\s+(?:\w+\s+)?$", gap)
        ):
            return None
        if figure.is_article and _kind_of(harm) == "detained":
            return None
        if figure.is_article and not figure.has_people:
            return _kind_of(harm) if text[figure.start : figure.end].lower() == "another" and _BE_BETWEEN.match(gap) else None
        if _BE_BETWEEN.match(gap) or (figure.has_people and _is_passive(harm, gap)):
            return _kind_of(harm)
        return None
    return None


_IDLE = re.compile(r"\s*(?:(?:also|later|then|reportedly|allegedly)\s+)*")
_OBJECT = re.compile(
    r"\s+(?:and\s+(?:killed|wounded|injured)\s+)?"
    r"(?:(?:the|his|her|its|their|another|several|dozens|scores|hundreds|at least|more than)\b"
    rf"|(?:an?|{_NUMBER})(?![\s-]+(?:days?|weeks?|months?|hours?|years?)\b(?!\s?-\s?old))\b)"
)
_NAME = re.compile(r"\s(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][a-z]+\s(?:[A-Z][a-z]+|in|on|at|after|and)\b")


def _has_object(text: str, written: str, harm: re.Match[str]) -> bool:
    """Those before an active verb harm someone: "three men shot and killed a judge", "two gunmen killed Ana Ruiz"."""
    return bool(_OBJECT.match(text, harm.end()) or (harm.group() not in _RESULTS and _NAME.match(written, harm.end())))


_DOING = words(
    "killing kills kill wounding wounds injuring injures detaining detains arresting arrests abducting abducts"
    " kidnapping kidnaps murdering executes hurt"
) - {"hurt"}
"""Active forms: who stands before them does it."""


def _is_passive(harm: re.Match[str], gap: str) -> bool:
    """The people are the subject of the harm: a form of "be" stands before it, and no active verb between."""
    if re.search(r"\b(?:was|were|been|be|being|are|is|reported|left|found|feared)\b(?:\s+among\s+the|\s+\w+)?\s*$", gap):
        return True
    if harm.group().lower() in {"died", "dead", "die", "missing", "perished", "drowned", "were hurt"}:
        return not re.search(r"\b(?:said|told)\b", gap)
    return bool(re.match(r"^\s*$", gap))


def _harm_before(text: str, figure: _Figure, harms: list[re.Match[str]]) -> CasualtyKind | None:
    """As in "killing four people", "killed at least two and hurt scores more", "left eight"."""
    for harm in reversed([h for h in harms if h.end() <= figure.start]):
        gap = text[harm.end() : figure.start]
        if len(gap) > 48:
            return None
        if harm.group() in _RESULTS and "of" not in gap:
            return None
        if re.fullmatch(
            r"\s*(?:of\s+)?(?:(?:only|today|yesterday|(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\s+)?(?:(?:and|or)\s+(?:injured|injuring|wounding|wounded)\s+)?(?:the\s+)?(?:deaths\s+of\s+)?",
            gap,
        ):
            return (
                None
                if figure.is_article
                and (not figure.has_people or _kind_of(harm) == "detained")
                and text[figure.start : figure.end].lower() != "another"
                else _kind_of(harm)
            )
        if (
            re.fullmatch(r"[^.;:\"]{1,44}(?:,| and| including)\s*(?:and\s+)?", gap)
            and figure.has_people
            and not figure.is_article
            and not _passive_before(text, harm)
            and _LIST_ENDS.match(text, figure.end)
        ):
            return _kind_of(harm)
        return None
    return None


_EVENTS = words(
    "assassination assassinations massacre massacres execution executions slaying slayings abduction abductions kidnappings"
)
_RESULTS = _EVENTS | words("dead died dies die injuries deaths death fatalities missing wounds")
"""Of these the harmed follow after "of" only."""


def _passive_before(text: str, harm: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:was|were|been|be|being)\s+(?:\w+\s+)?$", text[max(0, harm.start() - 24) : harm.start()]))


def _kind_of(harm: re.Match[str]) -> CasualtyKind:
    return next(kind for kind in get_args(CasualtyKind) if harm[kind])

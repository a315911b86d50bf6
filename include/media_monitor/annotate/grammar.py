"""Shallow English grammar: tokens of a sentence, and the noun phrases on either side of a verb. Pure; no model, no parse.

A phrase is a range of token indices. What counts as its head, what may stand between subject and verb, and where a clause
begins are rules of thumb for news prose, written so that a parser can take their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from media_monitor.annotate.folding import plain
from media_monitor.annotate.lexicon import Lexicon
from media_monitor.annotate.parsing import Parse, parses
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Mention, Span

_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|St|Jr|Sr|Gen|Lt|Col|Sgt|Maj|Capt|Cpl|Cmdr|Adm|Sen|Rep|Gov|Prof|Rev|Hon|Pres|Supt|Det|Jan|Feb|Aug|Sept|Oct|Nov"
    "|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Fla|Kan|Mass|Mich|Minn|Mont|Neb|Nev|Okla|Ore|Tenn|Wis|Wyo|Va|Pa|Ga|Md|vs"
)
"""Written with a stop of their own, which ends no sentence: the parser knows "Gen. X" as two words, not as three."""
_TOKEN = re.compile(
    rf"(?:{_ABBREVIATIONS})\.(?=\s+[\w(]|,)"
    r"|(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?|\d[\d,.]*\d|\w+(?=n't\b)|n't\b"
    r"|\w+(?:['./&]\w+)*?(?='(?:s|re|ve|ll|d|m)\b|'(?=\s|$))|'(?:s|re|ve|ll|d|m)\b"
    r"|\w+(?:[./&]\w+|'(?!(?:s|re|ve|ll|d|m)\b)\w+)*|[^\w\s\u200b-\u200f\u2060\ufeff]"
)

_SPACED_HYPHEN = re.compile(r"(?<=\s)-(?=\s)")

PREPOSITIONS = words(
    "of in on at by for from to with over about against into near off around across through during after before"
    " since under between among following amid despite without within outside inside along via toward towards"
    " behind per like than as upon beyond past including citing"
)
CLAUSE_WORDS = words(
    "that which who whom whose while when where if because although though but as after before since until"
    " whether so unless whereas what how why or"
)
AUXILIARIES = words(
    "is are was were be been being has have had having do does did will would can could may might shall should"
    " must 's 've 're 'd not never n't hasn't haven't didn't doesn't wasn't weren't isn't aren't cannot can't"
    " couldn't"
)
BE = words("is are was were be been being get got")
NOT = words(
    "not never n't hasn't haven't hadn't didn't doesn't don't wasn't weren't isn't aren't cannot can't couldn't no nor neither"
)
MODALS = words("will would could may might should can if to must shall need 'd 'll unless")
PRONOUNS = words("he she it they we i you him her them his its their our us himself itself themselves")
SUBJECT_PRONOUNS = words("he she it they we")
FIRST_PERSON = words("we our us i my")
DETERMINERS = words(
    "a an the this that these those its his her their our some several many two three four five six seven eight nine ten"
)
ADVERBS = words(
    "also later earlier previously reportedly allegedly apparently already now then still again repeatedly"
    " initially separately immediately publicly formally officially recently often only just even explicitly"
    " deliberately directly fatally jointly both all each yet so far ever always quickly swiftly"
)
TIME_WORDS = words(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday overnight tonight late early"
    " earlier january february march april may june july august september october november december morning"
    " evening afternoon night week month year last day days"
)
COMMON_VERBS = words(
    "went came took made led left found met gave got held became began spoke put kept ran set sent brought"
    " thought knew wanted tried asked used worked called needed arrested released freed detained opened closed"
    " started ended joined moved turned followed lived died returned visited served received included continued"
    " appeared remained praised threatened planned vowed urged condemned appealed approved calls seeks tries wants"
    " plans urges vows condemns leaves makes takes prompted sparked caused forced allowed helped expected seems"
    " appears remains includes comes goes gets gives shows leads faces marks"
)
"""Verbs without a part in attribution: clauses break at them, too."""
_SHORTEST_SHOUT = 4
_LONGEST_DATELINE, _LONGEST_PLACE = 24, 9
_LONGEST_HEADING, _SHORTEST_TOLD = 6, 5
"""Words before the colon of a headline that names its topic first, and words after it that tell something of their own."""
STOPS = frozenset(',;:()[]"—')


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark; offsets within the sentence."""

    start: int
    end: int
    text: str
    lower: str


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """Tokens first..last of a sentence, last exclusive."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence ready for rules: its span, tokens, and the entities named in it by token."""

    span: Span
    tokens: tuple[Token, ...]
    mentions: dict[int, Mention]
    """Index of every token inside a mention -> that mention."""
    quoted: frozenset[int]
    """Indices of the tokens inside quotation marks."""
    lowered: frozenset[str]
    """Words that the document writes in lower case somewhere: no names."""
    lexicon: Lexicon
    parse: Parse | None = None
    """None where the sentence was not parsed: one in capitals."""

    def cut(self, phrase: Phrase) -> Span:
        """The stretch of the field that `phrase` covers."""
        start = self.span.start + self.tokens[phrase.first].start
        end = self.span.start + self.tokens[phrase.last - 1].end
        return Span(self.span.field, start, end, self.span.text[start - self.span.start : end - self.span.start])

    def lower(self, index: int) -> str:
        """The token at `index` in lower case; '' beyond either end."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def text(self, index: int) -> str:
        """The token at `index` as written; '' beyond either end."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def words(self, phrase: Phrase) -> list[str]:
        """Lower-case words of `phrase`."""
        return [token.lower for token in self.tokens[phrase.first : phrase.last]]

    def mention_in(self, phrase: Phrase) -> Mention | None:
        """The first entity named in `phrase`."""
        return next((self.mentions[i] for i in range(phrase.first, phrase.last) if i in self.mentions), None)


def tokenize(text: str) -> tuple[Token, ...]:
    """Words, numbers and marks of a sentence, with offsets in it; a possessive 's stands alone, a spaced hyphen is a dash."""
    even = _SPACED_HYPHEN.sub("—", plain(text))
    return tuple(Token(m.start(), m.end(), m.group(), m.group().lower()) for m in _TOKEN.finditer(even))


def read_all(
    spans: Sequence[Span],
    mentions: Sequence[Mention],
    lowered: frozenset[str],
    lexicon: Lexicon,
    is_worth: Callable[[Sentence], bool] = lambda _: True,
) -> dict[Span, Sentence]:
    """The sentences `spans` that are worth it ready for rules, parsed together; `mentions` are those of the whole document."""
    unparsed = [sentence for span in spans if is_worth(sentence := _read(span, mentions, lowered, lexicon))]
    has_case = [sentence for sentence in unparsed if not _is_caseless(sentence.span, lowered)]
    parsed = parses([_written(s) for s in has_case], [_dateline(s.tokens) or _heading(s) for s in has_case])
    by_span = dict(zip((sentence.span for sentence in has_case), parsed, strict=True))
    return {sentence.span: replace(sentence, parse=by_span.get(sentence.span)) for sentence in unparsed}


def _written(sentence: Sentence) -> list[str]:
    """The tokens as the parser reads them best: names in capitals as names ("SANA" is no verb)."""
    shouted = {
        i for i in sentence.mentions if sentence.tokens[i].text.isupper() and len(sentence.tokens[i].text) >= _SHORTEST_SHOUT
    }
    return [token.text.capitalize() if i in shouted else token.text for i, token in enumerate(sentence.tokens)]


def _dateline(tokens: Sequence[Token]) -> int:
    """Tokens of "ANKARA, March 13 (Reuters) -", with which an agency opens its story; 0 where there is none."""
    for index in range(2, min(len(tokens) - 1, _LONGEST_DATELINE)):
        if tokens[index].text == ")" and tokens[index + 1].text in {"-", "—"} and tokens[0].text[:1].isupper():
            return index + 2
    dash = next((i for i, token in enumerate(tokens[:_LONGEST_PLACE]) if token.text in {"-", "—"} and i + 1 < len(tokens)), 0)
    is_place = len(tokens[0].text) > 2 and tokens[0].text.isupper() if tokens else False
    return dash + 1 if is_place and dash and all(t.text[:1].isupper() or not t.text.isalpha() for t in tokens[:dash]) else 0


def _heading(sentence: Sentence) -> int:
    """Tokens of "Harbour blast:", by which a headline names its topic; 0 where there is none, or where it tells what was done."""
    if sentence.span.field != "title":
        return 0
    tokens, acts = sentence.tokens, sentence.lexicon.cues["act_verbs"]
    colon = next((i for i, token in enumerate(tokens[: _LONGEST_HEADING + 1]) if token.text == ":"), 0)
    if colon == 0 or len(tokens) - colon <= max(_SHORTEST_TOLD, colon) or any(t.lower in acts for t in tokens[: colon - 1]):
        return 0
    return colon + 1


def _read(span: Span, mentions: Sequence[Mention], lowered: frozenset[str], lexicon: Lexicon) -> Sentence:
    tokens = tokenize(span.text)
    named: dict[int, Mention] = {}
    for mention in mentions:
        if mention.span.field != span.field or not span.start <= mention.span.start < span.end:
            continue
        for index, token in enumerate(tokens):
            if span.start + token.start < mention.span.end and mention.span.start < span.start + token.end:
                named[index] = mention
    if _is_caseless(span, lowered):
        tokens = tuple(_truecased(token, index in named) for index, token in enumerate(tokens))
    return Sentence(span, tokens, named, _quoted(tokens), lowered, lexicon)


def _is_caseless(span: Span, lowered: frozenset[str]) -> bool:
    """The whole document stands in capitals."""
    return not lowered and span.text.isupper()


def _truecased(token: Token, is_named: bool) -> Token:
    """The token of a document in capitals as if in small letters: only what the knowledge base knows is a name."""
    return Token(token.start, token.end, token.text.capitalize() if is_named else token.lower, token.lower)


def _quoted(tokens: Sequence[Token]) -> frozenset[int]:
    inside: set[int] = set()
    is_open = False
    for index, token in enumerate(tokens):
        if token.text == '"':
            is_open = not is_open
        elif is_open:
            inside.add(index)
    return frozenset(inside)


def is_skippable(sentence: Sentence, index: int) -> bool:
    """An auxiliary, adverb or word of time, as may stand between a subject and its verb."""
    word = sentence.lower(index)
    if word in AUXILIARIES or word in ADVERBS or word in TIME_WORDS:
        return True
    if word == "on" and sentence.lower(index + 1) in TIME_WORDS:
        return True
    return word.isdigit() and sentence.lower(index - 1) in TIME_WORDS


def subject_before(sentence: Sentence, verb: int) -> Phrase | None:
    """The noun phrase that acts (or, in the passive, suffers) in the verb at `verb`; None where there is none.

    Where the parser takes a headline's verb for a noun, the stretch before it up to a stop, a clause word or another verb.
    """
    parse = sentence.parse
    if parse is not None and verb < len(parse.tags) and parse.tags[verb].startswith("VB"):
        return _before_time(sentence, parsed_subject(sentence, parse, verb))
    end = verb
    while end > 0 and is_skippable(sentence, end - 1):
        end -= 1
    first = _without_time(sentence, clause_start(sentence, end), end)
    return Phrase(first, end) if first < end else None


def _before_time(sentence: Sentence, phrase: Phrase | None) -> Phrase | None:
    """`phrase` without the "on Thursday" at its end, which the parser hangs on the noun: "Prosecutors on Thursday charged …"."""
    if phrase is None:
        return None
    last = phrase.last
    while last > phrase.first + 1 and sentence.lower(last - 1) in TIME_WORDS | {"on"}:
        last -= 1
    return Phrase(phrase.first, last) if last < phrase.last and sentence.lower(last) == "on" else phrase


def _without_time(sentence: Sentence, first: int, end: int) -> int:
    """Index after a leading "on Tuesday": "said on Tuesday Russia had struck"."""
    index = first + 1 if sentence.lower(first) == "on" and sentence.lower(first + 1) in TIME_WORDS else first
    while index < end and sentence.lower(index) in TIME_WORDS and sentence.lower(index + 1) != "'s":
        index += 1
    return index


def main_subject(sentence: Sentence) -> Phrase | None:
    """Subject of the first finite verb: whom a later "but did not …" speaks of."""
    for index in range(1, len(sentence.tokens)):
        if is_verb(sentence, index) and (phrase := subject_before(sentence, index)) is not None:
            return phrase
    return None


def clause_start(sentence: Sentence, end: int) -> int:
    """Index of the first token of the stretch before `end` that holds no clause word, verb or stop."""
    index = end
    while index > 0:
        word = sentence.lower(index - 1)
        if word in STOPS or word in CLAUSE_WORDS or is_verb(sentence, index - 1):
            break
        if word.endswith("ing") and sentence.lower(index - 2) in BE:
            break
        if word in {"and", "&"} and not _joins_parties(sentence, index - 1) and _clause_has_verb(sentence, index - 1):
            break
        index -= 1
    while index < end and (sentence.lower(index) in ADVERBS or sentence.lower(index) in {"and", "of", "with"}):
        index += 1
    return index


def _joins_parties(sentence: Sentence, conjunction: int) -> bool:
    """Names or pronouns stand on both sides of "and"."""
    left = conjunction - 1 in sentence.mentions or sentence.lower(conjunction - 1) in SUBJECT_PRONOUNS
    return left and (conjunction + 1 in sentence.mentions or conjunction + 2 in sentence.mentions)


def is_verb(sentence: Sentence, index: int) -> bool:
    """The token is a known verb, used as one: a clause breaks at it."""
    word = sentence.lower(index)
    if index in sentence.mentions or word in {"'s", ""}:
        return False
    if sentence.parse is not None:
        return (
            0 <= index < len(sentence.tokens)
            and sentence.parse.tags[index] in VERBS
            and sentence.parse.relations[index] not in {"amod", "compound"}
        )
    if word in AUXILIARIES or word in COMMON_VERBS:
        return True
    if word in _NEVER_VERBS or word in sentence.lexicon.cues["bare_roles"]:
        return False
    return word in sentence.lexicon.cues.verbs and not _is_noun_use(sentence, index)


_PAST_ONLY = words("said told wrote found took gave went saw thought held shot struck threw blew")
_NEVER_VERBS = words("suspected alleged drone claims reports state states fire bombs shells post posts note notes")


def _is_noun_use(sentence: Sentence, index: int) -> bool:
    """A form that is noun as well as verb stands as a noun: after a determiner, or before a noun's preposition."""
    before, word, after = sentence.lower(index - 1), sentence.lower(index), sentence.lower(index + 1)
    if before in DETERMINERS or before == "'s":
        return True
    if word.endswith("ed") or word in _PAST_ONLY:
        return False
    if word not in sentence.lexicon.cues["act_nouns"] and after not in {"on", "of", "in", "by"}:
        return False
    return (
        after in PREPOSITIONS
        or after in CLAUSE_WORDS
        or after in STOPS
        or after in {"", ".", "and"}
        or after in AUXILIARIES
        or after.endswith("ed")
    )


def _clause_has_verb(sentence: Sentence, before: int) -> bool:
    for index in range(before - 1, -1, -1):
        word = sentence.lower(index)
        if word in STOPS or word in CLAUSE_WORDS:
            return False
        if is_verb(sentence, index) or (word.endswith("ed") and len(word) > 4):
            return True
    return False


def phrase_after(sentence: Sentence, index: int, keep_of: bool = True) -> Phrase | None:
    """The noun phrase that begins at or just after `index`, up to a verb, a stop or a preposition other than "of"."""
    first = index
    while first < len(sentence.tokens) and (sentence.lower(first) in ADVERBS or sentence.lower(first) in {'"', "'", "that"}):
        first += 1
    if sentence.parse is not None and (phrase := parsed_phrase(sentence, sentence.parse, first, keep_of)) is not None:
        return phrase
    last = first
    while last < len(sentence.tokens):
        word = sentence.lower(last)
        if word == "of" and keep_of and last > first:
            last += 1
            continue
        if word in STOPS or word in PREPOSITIONS or word in CLAUSE_WORDS or word in {".", "!", "?"} or is_verb(sentence, last):
            break
        if word == "and" and not _joins_names(sentence, last):
            break
        last += 1
    return Phrase(first, last) if last > first else None


def _joins_names(sentence: Sentence, conjunction: int) -> bool:
    """On both sides of "and" stand names or plain nouns: one subject, two parties."""
    return conjunction - 1 in sentence.mentions or any(i in sentence.mentions for i in range(conjunction + 1, conjunction + 4))


VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "WP", "DT", "JJ", "JJS", "FW"})
_LEFT = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "nmod", "advmod", "quantmod", "case", "punct", "npadvmod", "predet"}
)
_INSIDE = _LEFT | {"prep", "pobj", "conj", "cc", "appos"}


_HIGHEST = 6
"""Governors asked for a subject: deeper clauses are parse errors."""


def parsed_subject(sentence: Sentence, parse: Parse, verb: int) -> Phrase | None:
    """The subject of the verb at `verb`, or the one that a governor lends it; None where there is none."""
    governor = verb
    for _ in range(_HIGHEST):
        subject = _nearest_subject(parse, governor)
        relation, above = parse.relations[governor], parse.heads[governor]
        if subject is not None:
            if parse.tags[subject] in {"WDT", "WP"} and (clause := _relative(parse, governor)) is not None:
                subject = _antecedent(sentence, parse, subject, parse.heads[clause])
            return noun_phrase(parse, _named(sentence, parse, subject))
        if governor == verb and _follows_a_name(parse, verb):
            return noun_phrase(parse, verb - 1)
        if relation in {"ccomp", "xcomp"} and (taken_up := _taken_up(sentence, parse, above)) is not None:
            return noun_phrase(parse, taken_up)
        if relation in {"relcl", "acl"}:
            return noun_phrase(parse, _apposed(sentence, parse, above))
        lender = _lender(sentence, parse, governor)
        if isinstance(lender, Phrase) or lender is None:
            return lender
        governor = lender
    return None


def _follows_a_name(parse: Parse, index: int) -> bool:
    """As in "Tavel dismissed critics": a finite verb after a bare name, taken for a participle of what follows."""
    return (
        index > 0
        and parse.tags[index] in {"VBN", "VBD"}
        and parse.relations[index] == "amod"
        and parse.tags[index - 1] == "NNP"
        and parse.heads[index] > index
        and (index < 2 or parse.tags[index - 2] not in {"DT", "IN", "POS"})
    )


def _taken_up(sentence: Sentence, parse: Parse, saying: int) -> int | None:
    """Whom "who" means in "Y, who prosecutors say stabbed four", where the verb of saying has a subject of its own."""
    if parse.relations[saying] != "relcl":
        return None
    subjects = [c for c in parse.children[saying] if parse.relations[c] in {"nsubj", "dobj"}]
    pronoun = next((c for c in subjects if parse.tags[c] in {"WDT", "WP"}), None)
    if pronoun is None or len([c for c in subjects if parse.relations[c] == "nsubj" or c == pronoun]) < 2:
        return None
    return _apposed(sentence, parse, parse.heads[saying])


def _relative(parse: Parse, verb: int) -> int | None:
    """The relative clause that the verb heads, or is told in ("the group, which it said had attacked")."""
    above = parse.heads[verb]
    if parse.relations[verb] == "relcl":
        return verb
    return above if parse.relations[verb] == "ccomp" and parse.relations[above] == "relcl" else None


def _lender(sentence: Sentence, parse: Parse, governor: int) -> int | Phrase | None:
    """The verb whose subject a subjectless verb shares, or the noun that is its subject; None where neither is to be had."""
    relation, above = parse.relations[governor], parse.heads[governor]
    if relation == "conj" and parse.tags[above].startswith("NN"):
        if parse.relations[above] == "appos":
            return noun_phrase(parse, parse.heads[above])
        if parse.relations[above] == "ROOT":
            return noun_phrase(parse, above)  # "X, then a guard, shot …": the parse may take the name for the root
    if relation == "pcomp" and parse.relations[above] in {"prep", "agent"}:
        relation = "xcomp" if sentence.lower(above) in {"of", "with", "for", "in"} else "advcl"
        above = parse.heads[above]
        if not parse.tags[above].startswith("VB"):
            return noun_phrase(parse, above) if relation == "xcomp" and parse.tags[above][:1] == "N" else None
    if relation == "xcomp":
        controlled = next((c for c in parse.children[above] if parse.relations[c] in {"dobj", "dative"}), None)
        if controlled is not None and controlled < governor:
            return noun_phrase(parse, controlled)
    if relation not in {"conj", "xcomp", "advcl", "dep", "prep"} or above == governor or not parse.tags[above].startswith("VB"):
        return None
    outer = _outer_subject(sentence, parse, above) if relation == "conj" else None
    return above if outer is None else outer


def _nearest_subject(parse: Parse, verb: int) -> int | None:
    """In headlines a parse may hang two subjects on a verb of saying: who says stands next to it.

    "Its troops deployed in the north had killed …": the parse may make a clause of what describes the subject.
    """
    subjects = [c for c in parse.children[verb] if parse.relations[c] in {"nsubj", "nsubjpass"}]
    subjects = subjects or [
        s
        for c in parse.children[verb]
        if parse.relations[c] == "csubj"
        for s in parse.children[c]
        if parse.relations[s] == "nsubj"
    ]
    return min(subjects, key=lambda c: abs(c - verb)) if subjects else None


def _antecedent(sentence: Sentence, parse: Parse, pronoun: int, above: int) -> int:
    """Whom "who" means: of "the attack on M23 rebels, who denied it" the rebels, whatever the parse hangs it on.

    "That" takes up the noun at once before it: of "a warrant for Y over a strike that killed three" the strike.
    """
    before = pronoun - 1 if sentence.text(pronoun - 1) != "," else pronoun - 2
    if before < 0 or not parse.tags[before].startswith("NN"):
        return above
    is_next = parse.tags[pronoun] == "WDT" and before == pronoun - 1
    return before if is_next or sentence.lower(above) in sentence.lexicon.cues["act_nouns"] else above


def _outer_subject(sentence: Sentence, parse: Parse, told: int) -> Phrase | None:
    """In "X has said it is … and denies …" the one who denies is X."""
    subject = next((c for c in parse.children[told] if parse.relations[c] == "nsubj"), None)
    if subject is None or parse.tags[subject] != "PRP" or parse.relations[told] != "ccomp":
        return None
    outer = next((c for c in parse.children[parse.heads[told]] if parse.relations[c] == "nsubj"), None)
    return noun_phrase(parse, _named(sentence, parse, outer)) if outer is not None and parse.tags[outer] != "PRP" else None


def _apposed(sentence: Sentence, parse: Parse, index: int) -> int:
    """The name that a noun stands beside: "X, the man accused of …" speaks of X."""
    above = parse.heads[index]
    if parse.relations[index] == "appos" and parse.tags[above].startswith("NNP"):
        return above
    first = _left_edge(parse, index)
    beside = first >= 2 and sentence.text(first - 1) == "," and sentence.lower(first) in {"the", "a", "an"}
    return first - 2 if beside and parse.tags[first - 2].startswith("NNP") and is_name(sentence, first - 2) else index


def _named(sentence: Sentence, parse: Parse, index: int) -> int:
    """The name in apposition to a description before it ("Y's defence minister, X,"), else the noun itself."""
    names = [c for c in parse.children[index] if parse.relations[c] == "appos" and parse.tags[c].startswith("NNP")]
    called = [
        n for c in parse.children[index] if parse.relations[c] == "acl" for n in parse.children[c] if parse.relations[n] == "oprd"
    ]
    is_common = parse.tags[index] in {"NN", "NNS", "CD"}
    known = [name for name in [*names, *called] if is_name(sentence, name) and not _ends_a_place(sentence, parse, name)]
    return next(iter(known), index) if is_common else index


def _ends_a_place(sentence: Sentence, parse: Parse, index: int) -> bool:
    """As "Samar" in "by rebels in Motiong, Samar": a larger place after a comma, which the parse takes for an apposition."""
    before = _left_edge(parse, index) - 2
    is_after_comma = before >= 1 and sentence.text(before + 1) == "," and parse.tags[before] == parse.tags[before + 2] == "NNP"
    return is_after_comma and parse.relations[before] == "pobj" and sentence.lower(parse.heads[before]) in {"in", "at", "near"}


def noun_phrase(parse: Parse, index: int) -> Phrase:
    """The phrase of the noun at `index`: what stands before it, and its prepositional phrases and conjuncts after it."""
    first, last = index, index + 1
    for child in parse.children[index]:
        if child < index and parse.relations[child] in _LEFT and parse.tags[child] not in {",", "``", "''", ":"}:
            first = min(first, _left_edge(parse, child))
    while last < len(parse.heads) and _is_within(parse, last, index):
        last += 1
    while last > index + 1 and parse.tags[last - 1] in {",", "CC", "``", "''", ":", "."}:
        last -= 1
    return Phrase(first, last)


def _left_edge(parse: Parse, index: int) -> int:
    return min([index, *(_left_edge(parse, c) for c in parse.children[index] if c < index)])


def _is_within(parse: Parse, index: int, top: int) -> bool:
    """The token hangs on `top` by nothing but nominal relations, no apposition or relative clause between."""
    while index != top:
        if parse.relations[index] not in _INSIDE - {"appos"} or parse.heads[index] == index:
            return False
        index = parse.heads[index]
    return True


def parsed_phrase(sentence: Sentence, parse: Parse, first: int, keep_of: bool) -> Phrase | None:
    """The noun phrase that begins at `first`, without its prepositional phrases other than "of"; None where none does."""
    if first >= len(parse.heads):
        return None
    top = first
    while parse.heads[top] > top and parse.relations[top] in _LEFT and parse.tags[parse.heads[top]] in _NOMINAL:
        top = parse.heads[top]
    if parse.tags[top] not in _NOMINAL:
        return None
    if (named := _named(sentence, parse, top)) != top:
        return noun_phrase(parse, named)
    last = top + 1
    while last < len(parse.heads):
        word = sentence.lower(last)
        if not _is_within(parse, last, top) or (word in PREPOSITIONS and not (word == "of" and keep_of)):
            break
        if word == "and" and not _joins_names(sentence, last):
            break
        last += 1
    while last > top + 1 and parse.tags[last - 1] in {",", "CC", "``", "''", ":", "."}:
        last -= 1
    return Phrase(first, _with_name(parse, top, last))


def _with_name(parse: Parse, top: int, last: int) -> int:
    """The end of the name that follows a description at once: "the guard Jon Tavel"."""
    end = last
    while end < len(parse.tags) and parse.tags[end] == "NNP" and parse.relations[end] in {"compound", "dobj", "appos", "oprd"}:
        end += 1
    is_beside = end > last and parse.tags[top] == "NN" and parse.relations[end - 1] != "compound"
    return end if is_beside and parse.heads[end - 1] in {top, parse.heads[top]} else last


def related(sentence: Sentence, index: int, *relations: str) -> list[int]:
    """Tokens that hang on the one at `index` by one of `relations`; [] without a parse."""
    parse = sentence.parse
    return [] if parse is None or index < 0 else [c for c in parse.children[index] if parse.relations[c] in relations]


def subtree(sentence: Sentence, index: int) -> frozenset[int]:
    """The token at `index` and all that hangs on it."""
    inside, waiting = {index}, [index]
    while waiting and sentence.parse is not None:
        fresh = sentence.parse.children[waiting.pop()]
        inside.update(fresh)
        waiting.extend(fresh)
    return frozenset(inside)


def is_tagged_verb(sentence: Sentence, index: int) -> bool:
    """The parse has a verb at `index`, and no participle that modifies a noun before it."""
    parse = sentence.parse
    if parse is None or not parse.tags[index].startswith("VB"):
        return False
    return parse.relations[index] not in {"amod", "compound"} or _follows_a_name(parse, index)


def ancestors(sentence: Sentence, index: int) -> Iterator[int]:
    """The tokens above the one at `index`, nearest first."""
    parse = sentence.parse
    while parse is not None and parse.heads[index] != index:
        index = parse.heads[index]
        yield index


def head(sentence: Sentence, phrase: Phrase) -> str:
    """Lower-case head of a noun phrase: its last word before a preposition, or an adjective ("forces loyal to …")."""
    last = phrase.first
    for index in range(phrase.first, phrase.last):
        if sentence.lower(index) in PREPOSITIONS and index > phrase.first:
            break
        last = index
    tags = sentence.parse.tags if sentence.parse is not None else ()
    while tags and last > phrase.first and tags[last] in {"JJ", "RB"} and tags[last - 1].startswith("NN"):
        last -= 1
    return sentence.lower(last)


def core(sentence: Sentence, phrase: Phrase) -> Phrase:
    """`phrase` up to its first preposition, without a leading determiner's company lost."""
    for index in range(phrase.first + 1, phrase.last):
        if sentence.lower(index) in PREPOSITIONS:
            return Phrase(phrase.first, index)
    return phrase


def is_name(sentence: Sentence, index: int) -> bool:
    """A capitalised word that the document never writes in lower case, and no function word."""
    token = sentence.tokens[index]
    if not token.text[:1].isupper() or token.lower in TIME_WORDS or token.lower in PRONOUNS or token.lower in DETERMINERS:
        return False
    return token.lower not in sentence.lowered and token.lower not in PREPOSITIONS and token.lower not in CLAUSE_WORDS

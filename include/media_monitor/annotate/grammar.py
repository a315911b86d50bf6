"""What a token is in its sentence: a verb, a name, what hangs on it, what it hangs on; the function words of English. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from media_monitor.annotate.parsing import Parse
from media_monitor.annotate.reading import Sentence
from media_monitor.annotate.vocabulary import words

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


STOPS = frozenset(',;:()[]"—')


def is_skippable(sentence: Sentence, index: int) -> bool:
    """An auxiliary, adverb or word of time, as may stand between a subject and its verb."""
    word = sentence.lower(index)
    if word in AUXILIARIES or word in ADVERBS or word in TIME_WORDS:
        return True
    if word == "on" and sentence.lower(index + 1) in TIME_WORDS:
        return True
    return word.isdigit() and sentence.lower(index - 1) in TIME_WORDS


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


VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})


def follows_a_name(parse: Parse, index: int) -> bool:
    """As in "Tavel dismissed critics": a finite verb after a bare name, taken for a participle of what follows."""
    return (
        index > 0
        and parse.tags[index] in {"VBN", "VBD"}
        and parse.relations[index] == "amod"
        and parse.tags[index - 1] == "NNP"
        and parse.heads[index] > index
        and (index < 2 or parse.tags[index - 2] not in {"DT", "IN", "POS"})
    )


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
    return parse.relations[index] not in {"amod", "compound"} or follows_a_name(parse, index)


def ancestors(sentence: Sentence, index: int) -> Iterator[int]:
    """The tokens above the one at `index`, nearest first."""
    parse = sentence.parse
    while parse is not None and parse.heads[index] != index:
        index = parse.heads[index]
        yield index


def is_name(sentence: Sentence, index: int) -> bool:
    """A capitalised word that the document never writes in lower case, and no function word."""
    token = sentence.tokens[index]
    if not token.text[:1].isupper() or token.lower in TIME_WORDS or token.lower in PRONOUNS or token.lower in DETERMINERS:
        return False
    return token.lower not in sentence.lowered and token.lower not in PREPOSITIONS and token.lower not in CLAUSE_WORDS

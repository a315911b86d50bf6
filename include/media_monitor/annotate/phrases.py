"""The noun phrases on either side of a verb: who does it, to whom; by the parse, else by rules of thumb for news prose. Pure.

Where the small model errs in the same way again and again (headlines, reduced relatives, appositions), the rule stands here.
"""

from __future__ import annotations

from media_monitor.annotate.grammar import (
    ADVERBS,
    BE,
    CLAUSE_WORDS,
    PREPOSITIONS,
    STOPS,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
    follows_a_name,
    is_name,
    is_skippable,
    is_verb,
)
from media_monitor.annotate.parsing import Parse
from media_monitor.annotate.reading import Phrase, Sentence


def subject_before(sentence: Sentence, verb: int) -> Phrase | None:
    """The noun phrase that acts (or, in the passive, suffers) in the verb at `verb`; None where there is none.

    Where the parser takes a headline's verb for a noun, the stretch before it up to a stop, a clause word or another verb.
    """
    parse = sentence.parse
    if parse is not None and verb < len(parse.tags) and parse.tags[verb].startswith("VB"):
        parsed = parsed_subject(sentence, parse, verb)
        if parsed is None or not _stands_behind(sentence, parse, verb, parsed):
            return _before_time(sentence, parsed)
    end = verb
    while end > 0 and is_skippable(sentence, end - 1):
        end -= 1
    first = _without_time(sentence, clause_start(sentence, end), end)
    return Phrase(first, end) if first < end else None


def _stands_behind(sentence: Sentence, parse: Parse, verb: int, subject: Phrase) -> bool:
    """The parse takes a headline's object for the subject: "Tavel blames immigrant for shooting", "…, says targeted base".

    Only who says something stands after his verb ("…, says Tavel").
    """
    after = verb + 1 < len(parse.tags) and parse.tags[verb + 1] in {"VBN", "VBD"}
    if subject.first <= verb:
        return False
    return after or (sentence.lower(verb) not in sentence.lexicon.cues["say"] and is_name(sentence, verb - 1) if verb else False)


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
        if governor == verb and follows_a_name(parse, verb):
            return noun_phrase(parse, verb - 1)
        if relation in {"ccomp", "xcomp"} and (taken_up := _taken_up(sentence, parse, above)) is not None:
            return noun_phrase(parse, taken_up)
        if governor == verb and relation == "dobj" and above == verb - 1 and parse.tags[verb] in {"VBZ", "VBP"}:
            return noun_phrase(parse, above)  # a headline's verb, taken for an object of its subject
        if relation in {"relcl", "acl"}:
            return noun_phrase(parse, _apposed(sentence, parse, above))
        lender = _lender(sentence, parse, governor)
        if isinstance(lender, Phrase) or lender is None:
            return lender
        governor = lender
    return None


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
    while parse.heads[top] > top and parse.relations[top] in _LEFT and _may_carry(parse, parse.heads[top]):
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


def _may_carry(parse: Parse, index: int) -> bool:
    """The word is nominal, or a participle before a noun: of "X-based Y" the second."""
    return parse.tags[index] in _NOMINAL or (parse.tags[index] == "VBN" and parse.relations[index] == "amod")


def _with_name(parse: Parse, top: int, last: int) -> int:
    """The end of the name that follows a description at once: "the guard Jon Tavel"."""
    end = last
    while end < len(parse.tags) and parse.tags[end] == "NNP" and parse.relations[end] in {"compound", "dobj", "appos", "oprd"}:
        end += 1
    is_beside = end > last and parse.tags[top] == "NN" and parse.relations[end - 1] != "compound"
    return end if is_beside and parse.heads[end - 1] in {top, parse.heads[top]} else last


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

"""Who a noun phrase names: an agent that an act can be laid to, or a speaker who can say so. Pure.

An agent carries an identity (INTERFACES: a name, state, nationality, organisation, named person, "police"); "gunmen" or
"the suspect" carries none.
"""

from __future__ import annotations

from dataclasses import dataclass

from media_monitor.annotate.grammar import PREPOSITIONS, SUBJECT_PRONOUNS, is_name
from media_monitor.annotate.phrases import core, head
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Mention

_SPEAKING_NOUNS = words(
    "source sources witness witnesses resident residents analyst analysts expert experts group groups lawyer"
    " lawyers family relatives medic medics doctor doctors media agency newspaper channel leader leaders"
    " organisation organization organisations lawmaker lawmakers diplomat diplomats party fighters opposition"
    " foundation charity union activists activist researchers hospital member members aide aides rebels dissidents"
    " they he she it we ally allies team service company"
)
OFFICES = words(
    "officials ministry medics witnesses residents lawyer lawyers union sources report reports media ngo monitor un source"
)
DOCUMENTS = words(
    "probe investigation inquiry footage video videos analysis images intelligence findings assessment report"
    " reports statement document documents indictment complaint filing data records survey study poll"
)
_NO_AGENT_KINDS = frozenset({"outlet"})
_OF_ANOTHER = words(
    "linked backed aligned based born owned occupied run controlled affiliated funded inspired trained made"
    " supplied bound registered flagged"
)


COLLECTIVES = words("group organisation organization cell network faction militants fighters movement attackers")
"""Of these "the group" takes up one that the text has named."""


@dataclass(frozen=True, slots=True)
class Party:
    """Someone in a sentence: the words, and the entity where it is known."""

    phrase: Phrase
    mention: Mention | None = None
    is_pronoun: bool = False

    @property
    def entity_id(self) -> str | None:
        """Id of the entity, None where unknown."""
        return self.mention.entity_id if self.mention else None


def agent(sentence: Sentence, phrase: Phrase | None, allow_bare: bool = False) -> Party | None:
    """The party that `phrase` names as a doer, or None. `allow_bare` admits roles without identity ("a man")."""
    if phrase is None or sentence.lower(phrase.first) in PREPOSITIONS:
        return None
    short = core(sentence, phrase)
    if _stands_for_one(sentence, short):
        return Party(short, is_pronoun=True)
    last = head(sentence, short)
    of_role = _of_a_role(sentence, phrase, short) if last in _MEMBERS else None
    if of_role is not None:
        return of_role
    named = _agent_mention(sentence, short)
    if named is not None:
        return _party_of(sentence, short, named, allow_bare)
    return _known_by_role(sentence, phrase, short, allow_bare)


def _stands_for_one(sentence: Sentence, short: Phrase) -> bool:
    """A pronoun, alone or joined ("it and France"), or what belongs to one ("its forces")."""
    first, last = sentence.lower(short.first), head(sentence, short)
    if first in SUBJECT_PRONOUNS:
        return short.last - short.first == 1 or sentence.lower(short.first + 1) == "and"
    cues = sentence.lexicon.cues
    return first in {"its", "their", "our"} and (
        last in cues["identity_roles"] or last in cues["weapons"] or last in _SPEAKING_NOUNS
    )


def _known_by_role(sentence: Sentence, phrase: Phrase, short: Phrase, allow_bare: bool) -> Party | None:
    """Whom a phrase without a known name means: police, rebels, a name unknown, or with `allow_bare` anyone."""
    cues, last = sentence.lexicon.cues, head(sentence, short)
    if last in COLLECTIVES and sentence.lower(short.first) in {"the", "this", "that"}:
        return Party(short)
    if last in cues["identity_roles"] or _is_a_force(sentence, short):
        of_group = _agent_mention(sentence, phrase) if sentence.lower(short.last) == "of" else None
        return Party(phrase, of_group) if of_group is not None and of_group.kind != "place" else Party(short)
    if last in cues["act_nouns"] or last in cues["weapons"]:
        return None
    if last in cues["bare_roles"]:
        return _bare(sentence, phrase, short, allow_bare)
    if any(_is_unknown_name(sentence, i) for i in range(short.first, short.last)):
        is_someone = not _opens_with_a_plural(sentence, short) and _can_act(sentence, short, last)
        return Party(short) if allow_bare or is_someone else None
    of_named = _agent_mention(sentence, phrase) if last in _SPEAKING_NOUNS | cues["authorities"] else None
    if of_named is not None:
        return Party(phrase, of_named)
    return Party(short) if allow_bare else None


def _is_a_force(sentence: Sentence, short: Phrase) -> bool:
    """As in "the air force", "a police force"."""
    return head(sentence, short) == "force" and sentence.lower(short.last - 2) in {"air", "police", "security", "quds", "strike"}


def _is_unknown_name(sentence: Sentence, index: int) -> bool:
    return is_name(sentence, index) and index not in sentence.mentions and _is_proper(sentence, index)


def _is_proper(sentence: Sentence, index: int) -> bool:
    """No common noun that merely opens the sentence: "Flooding", "Drones"."""
    return index > 0 or sentence.parse is None or sentence.parse.tags[index].startswith("NNP") or len(sentence.tokens) < 2


def _bare(sentence: Sentence, phrase: Phrase, short: Phrase, allow_bare: bool) -> Party | None:
    """A role without identity, unless a group sends it ("gunmen from X")."""
    sender = _agent_mention(sentence, phrase) if sentence.lower(short.last) == "from" else None
    if sender is not None and sender.kind == "group":
        return Party(phrase, sender)
    return Party(short) if allow_bare and head(sentence, short) not in {"it", "that", "which", "this"} else None


def _opens_with_a_plural(sentence: Sentence, phrase: Phrase) -> bool:
    """One word that only the start of the sentence writes with a capital: "Councillors", "Commuters"."""
    word = sentence.text(phrase.first)
    return phrase == Phrase(0, 1) and word.endswith("s") and not word.isupper()


def _party_of(sentence: Sentence, phrase: Phrase, mention: Mention, allow_bare: bool) -> Party | None:
    """Party of a phrase with an agentive mention: the mention alone where the head is a thing, else the whole phrase."""
    last = head(sentence, phrase)
    cues = sentence.lexicon.cues
    spot = mention_phrase(sentence, phrase, mention)
    if last in cues["act_nouns"] or last in cues["weapons"]:
        return Party(coordinated(sentence, spot), mention)
    if last in _MISHAPS:
        return None
    if spot.last < phrase.last and mention.kind == "place" and not _can_act(sentence, phrase, last):
        return Party(phrase) if allow_bare else None
    if mention.kind == "place" and not is_adjective(sentence, mention) and spot.last < phrase.last:
        return (Party(phrase) if allow_bare else None) if last in cues["bare_roles"] else Party(phrase, mention)
    return Party(phrase, mention)


_MISHAPS = words("crash accident collision derailment disaster collapse flood floods fire blaze explosion outbreak storm")
_MEMBERS = words(
    "members member gunmen gunman fighters men elements units unit troops soldiers forces leaders boss bosses fighter officers"
)


def _of_a_role(sentence: Sentence, phrase: Phrase, short: Phrase) -> Party | None:
    """As in "gang members", "members of the Garda militia": a role says whose they are."""
    roles = sentence.lexicon.cues["identity_roles"] - {"security"}
    if any(sentence.lower(i) in roles for i in range(short.first, short.last - 1)):
        return Party(short, sentence.mention_in(short))
    of = phrase.last > short.last and sentence.lower(short.last) == "of"
    if of and any(
        sentence.lower(i) in roles | COLLECTIVES or _is_unknown_name(sentence, i) for i in range(short.last + 1, phrase.last)
    ):
        return Party(phrase, sentence.mention_in(phrase))
    return None


def _can_act(sentence: Sentence, phrase: Phrase, last: str) -> bool:
    """The head of "Ukrainian diving team" acts, that of "Chinese coal prices" does not."""
    cues = sentence.lexicon.cues
    if last in _SPEAKING_NOUNS | _PEOPLE | cues["authorities"] | cues["identity_roles"] | cues["weapons"] | cues["bare_roles"] | {
        "'s"
    }:
        return True
    end = phrase.last - 1
    return (
        _is_a_force(sentence, phrase)
        or end in sentence.mentions
        or is_name(sentence, end)
        or (sentence.parse is not None and sentence.parse.tags[end][:2] != "NN")
    )


_PEOPLE = words(
    "couple national nationals citizen citizens leader tribesmen immigrant immigrants student students youth"
    " youths crew pilots pilot side spies spy diplomats hitmen hitman assassins assassin snipers sniper killer"
    " killers thugs mob hackers staff clan clans tribe tribes defences defenses defence defense guardsmen brothers"
    " brother duo trio teen warplanes jets vessels vessel ships ship submarine tank tanks destroyer frigate"
    " artillery battery batteries arm wing branch affiliate proxy proxies faction command commandos corps unit"
    " units brigade battalion squad squads operatives fighters fighter soldier aviation gunners dissidents"
    " jihadists supporters volunteers contractors settlers teenager general admiral services service sympathizers"
    " wife husband son father mother daughter sympathisers loyalists saboteurs proxies bandits deputy"
)


def mention_phrase(sentence: Sentence, phrase: Phrase, mention: Mention) -> Phrase:
    """Tokens of `mention` within `phrase`."""
    inside = [i for i in range(phrase.first, phrase.last) if sentence.mentions.get(i) is mention]
    return Phrase(inside[0], inside[-1] + 1)


def coordinated(sentence: Sentence, spot: Phrase) -> Phrase:
    """`spot` with the mention joined to it on either side: "the U.S. and Israeli", "U.S.-Israeli"."""
    first, last = spot.first, spot.last
    while first >= 2 and sentence.lower(first - 1) in {"and", "-", "/"} and first - 2 in sentence.mentions:
        first -= 2
        while first - 1 in sentence.mentions and sentence.mentions[first - 1] is sentence.mentions[first]:
            first -= 1
    while sentence.lower(last) in {"and", "-", "/"} and last + 1 in sentence.mentions:
        last += 2
        while last in sentence.mentions and sentence.mentions[last] is sentence.mentions[last - 1]:
            last += 1
    return Phrase(first, last)


def _agent_mention(sentence: Sentence, phrase: Phrase) -> Mention | None:
    """The first mention of `phrase` that can act."""
    for index in range(phrase.first, phrase.last):
        mention = sentence.mentions.get(index)
        if mention is None or mention.kind in _NO_AGENT_KINDS or _is_of_another(sentence, index):
            continue
        if not _owns_another(sentence, index, phrase.last):
            return mention
    return None


def _owns_another(sentence: Sentence, index: int, last: int) -> bool:
    """The name is the owner of the one that follows at once: "Sudan's RSF"."""
    return sentence.lower(index + 1) == "'s" and index + 2 < last and index + 2 in sentence.mentions


def _is_of_another(sentence: Sentence, index: int) -> bool:
    """The name only describes someone else: "Iran-linked gang", "Turkey-backed rebels"."""
    while index + 1 in sentence.mentions and sentence.mentions[index + 1] is sentence.mentions[index]:
        index += 1
    return sentence.lower(index + 1) == "-" and sentence.lower(index + 2) in _OF_ANOTHER


def is_adjective(sentence: Sentence, mention: Mention) -> bool:
    """The mention is a nationality or an acronym that serves as one."""
    written = mention.span.text
    return written in sentence.lexicon.demonyms or written.title() in sentence.lexicon.demonyms


def speaker(sentence: Sentence, phrase: Phrase | None) -> Party | None:
    """The party that `phrase` names as one who says something, or None."""
    if phrase is None:
        return None
    last = head(sentence, phrase)
    cues = sentence.lexicon.cues
    if phrase.last - phrase.first == 1 and last in SUBJECT_PRONOUNS:
        return Party(phrase, is_pronoun=True)
    mention = _named_speaker(sentence, phrase)
    known = last in _SPEAKING_NOUNS | DOCUMENTS | cues["authorities"] | cues["identity_roles"] | cues["bare_roles"]
    if mention is not None and (last not in cues["act_nouns"] or known):
        return Party(phrase, mention)
    if known or any(is_name(sentence, i) for i in range(phrase.first, phrase.last)):
        return Party(phrase)
    return None


def _named_speaker(sentence: Sentence, phrase: Phrase) -> Mention | None:
    """The first name of `phrase` that does not merely own the next one."""
    inside = [i for i in range(phrase.first, phrase.last) if i in sentence.mentions]
    return next((sentence.mentions[i] for i in inside if not _owns_another(sentence, i, phrase.last)), None)


def is_authority(sentence: Sentence, party: Party | None) -> bool | None:
    """The source is a state, its organ or official; None where there is no source or a pronoun hides it."""
    if party is None or (party.is_pronoun and party.mention is None):
        return None
    if any(word in sentence.lexicon.cues["authorities"] for word in sentence.words(party.phrase)):
        return True
    return party.mention is not None and party.mention.kind in {"government", "military", "agency", "place"}

"""Acts laid to an actor within a sentence: "Israeli strikes", "Russia fired a missile", "shelling by the SDF". Pure.

A frame says who did (or did not do) what, before anyone asks who says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_monitor.annotate.actors import Party, agent, coordinated, is_adjective, mention_phrase
from media_monitor.annotate.grammar import (
    AUXILIARIES,
    BE,
    CLAUSE_WORDS,
    MODALS,
    NOT,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    TIME_WORDS,
    ancestors,
    is_tagged_verb,
    is_verb,
    related,
    subtree,
)
from media_monitor.annotate.phrases import core, head, phrase_after, subject_before
from media_monitor.annotate.reading import Phrase, Sentence
from media_monitor.annotate.vocabulary import words
from media_monitor.model import Mention

_PRESUPPOSING = words(
    "after since following amid before during despite over response wake aftermath anniversary up past about from"
    " against on including regarding into"
)
_PRESUPPOSING_CLAUSE = words("after since before when while as amid following until once because")
_NO_ACT_ALONE = words(
    "violence plot plots death deaths explosion explosions blast blasts terrorism terror bomb bombs barrage"
    " gunfire crossfire disappearance torture"
)
_MAKES_IT_A_THING = words(
    "plan plans threat threats helicopter helicopters aircraft submarine submarines capability capabilities force"
    " forces group groups victim victims action site scene survivors survivor warning warnings attempt test tests"
    " launch launches drill drills exercise exercises program programs programme programmes system systems"
)
_MOST_MODIFIERS = 7
_KINDLE = words(
    "spark sparks sparked sparking ignite ignites ignited igniting set sets setting start starts started starting"
    " light lights lit lighting"
)
_TRIALS = words("test tests test-fire drill drills exercise exercises rehearsal trial trials investigation search")
_FLYING = words("missile missiles drone drones rocket rockets projectile projectiles")
_WARDS_OFF = words("shot shoot shoots shooting down downed downs destroy destroyed destroys intercept intercepted hit")
_INTO_NOTHING = words("pacific atlantic japan sea seas ocean waters water air sky river")
_NO_HARM = words("deal deals agreement agreements balance chord tone accord bargain pose record records high low snag")
_CRITICISED = words(
    "practice practices inquiry investigation proclamation policy policies plan plans decision budget bill law"
    " record speech comments remarks idea proposal proposals inflation report media ruling critics critic rival"
    " rivals credibility claims claim character integrity reform reforms press opponents opponent democrats"
    " republicans legacy problem problems"
)
_ATTEMPTING = words("try tries tried trying attempt attempts attempted attempting seek seeks sought plot plots plotted")
_BELIEVED = words("believed thought suspected alleged presumed understood said reported")
_LAID = words("charged accused suspected indicted convicted acquitted sentenced jailed blamed cleared arraigned imprisoned")
_UNDONE = words("against from without about")
"""As in "warned X against firing", "kept X from attacking"."""
_CONDITIONS = words("if unless whether lest")
_SIDE_WORDS = words(
    "air drone missile rocket artillery military army navy naval cyber ground aerial mortar suicide bomb terror"
    " terrorist government forces troops warplane jet glide helicopter tank sniper gun knife car truck vehicle"
    " retaliatory cross- border revenge police security special proxy militia militant rebel guerrilla mass"
    " surprise surface-to- surface ballistic cruise hybrid arson"
)
"""Nouns that may stand between an actor and the act; others name its target ("Israeli embassy bombing")."""
_DOING = words("conduct conducted use used uses launch launched carry carried deploy deployed help helped helps send sent")
_HARMS_BY_ITSELF = words("target targeted targets hit hits destroyed destroys downed downs hitting destroying targeting")


@dataclass(frozen=True, slots=True)
class Frame:
    """Who did what: parties and act as token ranges."""

    actor: Party
    act: Phrase
    anchor: int
    """Index of the word of the act."""
    rule: str
    is_negated: bool = False
    is_hedged: bool = False
    is_presupposed: bool = False
    """The act is background ("after Israeli strikes"), not what the sentence asserts."""


def frames(sentence: Sentence) -> list[Frame]:
    """Every act with an identified actor, at most one frame for an actor's words; assertive readings first."""
    found: list[Frame] = []
    if sentence.text(len(sentence.tokens) - 1) == "?":
        return []
    for rule in (_active, _responsible, _by, _fired_from, _were, _modifier):
        for frame in rule(sentence):
            if not any(_same_words(frame.actor.phrase, other.actor.phrase) for other in found):
                found.append(frame)
    return sorted(found, key=lambda frame: frame.anchor)


def _same_words(a: Phrase, b: Phrase) -> bool:
    return a.first < b.last and b.first < a.last


def is_act_noun(sentence: Sentence, index: int) -> bool:
    """The token is the noun of an act, and not a verb."""
    return sentence.lower(index) in sentence.lexicon.cues["act_nouns"] and not _acts(sentence, index)


def _sets_fire(sentence: Sentence, index: int) -> bool:
    """As in "set fire to dozens of homes", "started the blaze"."""
    return sentence.lower(index) in _KINDLE and any(
        sentence.lower(i) in {"fire", "fires", "blaze", "alight", "ablaze"}
        for i in related(sentence, index, "dobj", "acomp", "advmod", "oprd")
    )


def _harms_people(sentence: Sentence, index: int) -> bool:
    """As in "beat a woman", "burned their homes", "eliminated a commander"."""
    if sentence.lower(index) not in _HARMS:
        return False
    return any(
        sentence.lower(i) in _VICTIMS or sentence.lower(i) in sentence.lexicon.cues["identity_roles"]
        for i in related(sentence, index, "dobj")
    )


_HARMS = words(
    "beat beats beaten beating burn burns burned burnt burning harm harms harmed harming eliminate eliminates"
    " eliminated eliminating neutralize neutralized neutralise neutralised neutralises neutralizes liquidated"
    " liquidates hang hanged electrocuted mutilated strangled strangles bludgeoned drowned beheaded executed"
    " executing assaulted torched strafed looted razed demolished blasted"
)
_VICTIMS = words(
    "woman women man men people person civilians civilian villagers villager inmate inmates prisoner prisoners"
    " child children homes home houses house village villages commander commanders fighters fighter militants"
    " militant soldiers soldier hostages hostage protester protesters residents student students boy boys girl"
    " girls migrants terrorist terrorists gunmen leader operative operatives member members officer worshippers"
    " church mosque school hospital hospitals shops cars vehicles family families journalist journalists activist"
    " doctors"
)
_DRIVES = words("drive drove driving driven drives ploughed plowed ploughing plowing ploughs plows")
_CROWDS = words("crowd crowds people pedestrians protesters marchers shoppers worshippers parade market")


def _is_gunfire(sentence: Sentence, index: int) -> bool:
    """As in "rocket fire", "Israeli tank fire"."""
    return sentence.lower(index - 1) in _GUNS


_GUNS = words("rocket mortar artillery tank sniper machine-gun gun small-arms missile drone cross-border")
_BLOWS = words("blow blows blew blown blowing")
_WEAK = words("death deaths violence disappearance blast blasts explosion explosions plot plots")


def is_core_act(sentence: Sentence, index: int) -> bool:
    """The token is an act of violence by itself: no weapon, no result, no word that needs an object to be violent."""
    cues = sentence.lexicon.cues
    word = sentence.lower(index)
    if word in cues["act_nouns"]:
        return word not in _WEAK | cues["weapons"] and sentence.lower(index + 1) not in {"penalty", "action"}
    if word == "fire" and _is_gunfire(sentence, index):
        return True
    if fires_at(sentence, index) or _sets_fire(sentence, index) or _harms_people(sentence, index):
        return True
    if word in _DRIVES and any(sentence.lower(i) == "into" for i in related(sentence, index, "prep")):
        return any(sentence.lower(i) in _CROWDS for i in subtree(sentence, index))
    if word in _BLOWS and any(sentence.lower(i) == "up" for i in (index + 1, *related(sentence, index, "prt"))):
        return True
    return (word in cues["act_verbs"] - cues["light_verbs"] and word not in cues["weapons"]) or _is_set_fire(sentence, index)


def mentions_act(sentence: Sentence, first: int, last: int) -> bool:
    """Some word of violence stands between `first` and `last`."""
    cues = sentence.lexicon.cues
    violent = cues["act_verbs"] - cues["light_verbs"] | cues["act_nouns"]
    inside = range(max(0, first), min(last, len(sentence.tokens)))
    return any(sentence.lower(i) in violent or _is_set_fire(sentence, i) for i in inside)


def _is_set_fire(sentence: Sentence, index: int) -> bool:
    """As in "starting the fire", "set fire to"."""
    return sentence.lower(index) in {"fire", "blaze"} and any(sentence.lower(i) in _KINDLE for i in (index - 1, index - 2))


def _modifier(sentence: Sentence) -> Iterator[Frame]:
    """As in "Israeli strikes", "Kyiv's attacks", "the Hamas-led October 7 attacks"."""
    for index in range(1, len(sentence.tokens)):
        if sentence.lower(index) in _NO_ACT_ALONE | sentence.lexicon.cues["weapons"] or not is_act_noun(sentence, index):
            continue
        if _is_topic(sentence, index) and sentence.lower(index) not in _OF_ARMIES:
            continue
        following = sentence.lower(index + 1)
        if following in _MAKES_IT_A_THING or following in sentence.lexicon.cues["act_nouns"] or _names_a_thing(sentence, index):
            continue
        first = _phrase_start(sentence, index)
        actor = _modifying_agent(sentence, first, index)
        if actor is None or any(sentence.lower(i) in sentence.lexicon.cues["not_done"] for i in range(first, index)):
            continue
        before = first - 1 if sentence.lower(first - 1) not in {"the", "a", "an", "'s"} else first - 2
        yield Frame(
            actor,
            Phrase(first, index + 1),
            index,
            "act.modifier",
            is_hedged=_hedged(sentence, first - 1, index) or _hedge_above(sentence, index),
            is_presupposed=sentence.lower(before) in _PRESUPPOSING
            or sentence.lower(before - 1) in _PRESUPPOSING
            or _in_background(sentence, index)
            or not _is_asserted(sentence, index),
        )


def _is_topic(sentence: Sentence, index: int) -> bool:
    """The word stands in the heading of a headline, which says where as often as who: "Afghan attack: …"."""
    parse = sentence.parse
    return parse is not None and parse.tags[index] == "XX"


def _names_a_thing(sentence: Sentence, noun: int) -> bool:
    """The noun of an act only describes another: "Iranian missile sites", "a Russian drone factory".

    A name between the two is whom a headline's verb strikes: "Taliban strike German consulate".
    """
    parse = sentence.parse
    if parse is None or parse.relations[noun] not in {"compound", "nmod", "amod"}:
        return False
    above = parse.heads[noun]
    if any(i in sentence.mentions for i in range(noun + 1, above)):
        return False
    return above > noun and parse.tags[above].startswith("NN") and not is_core_act(sentence, above)


def _phrase_start(sentence: Sentence, noun: int) -> int:
    """First token of the modifiers before `noun`."""
    first = noun
    while first > 0 and noun - first < _MOST_MODIFIERS:
        word = sentence.lower(first - 1)
        joins = (
            word in {"and", ","}
            and first - 2 in sentence.mentions
            and (first in sentence.mentions or sentence.lower(first).isdigit())
        )
        is_date = word == "," and sentence.lower(first)[:2] in {"19", "20"}
        if first - 1 in sentence.mentions or joins or is_date:
            first -= 1
        elif (
            word in PREPOSITIONS
            or word in CLAUSE_WORDS
            or word in STOPS
            or (word in AUXILIARIES and word != "'s")
            or word in PRONOUNS
            or word in {"the", "a", "an", "and"}
        ) or (is_verb(sentence, first - 1) and word != "led"):
            break
        else:
            first -= 1
    return first


def _modifying_agent(sentence: Sentence, first: int, noun: int) -> Party | None:
    for index in range(first, noun):
        mention = sentence.mentions.get(index)
        if (
            mention is None
            and (_sends(sentence, index, noun) or _is_by_police(sentence, index, noun))
            and not any(i in sentence.mentions for i in range(first, index))
        ):
            start = index if sentence.lower(index) == "police" else _with_adjectives(sentence, first, index)
            return Party(Phrase(start, index + 1))
        if mention is None or mention.kind == "outlet":
            continue
        spot = mention_phrase(sentence, Phrase(index, noun), mention)
        owns = sentence.lower(spot.last) in {"'s", "'"} or (
            sentence.lower(spot.last) == "-" and sentence.lower(spot.last + 1) == "led"
        )
        joined = coordinated(sentence, spot)
        if owns and (_is_superlative(sentence, joined.last, noun) or _is_verbal(sentence, mention, joined.last, noun)):
            continue
        if _names_target(sentence, joined.last, noun) or (_is_of_a_place(sentence, noun) and not owns):
            continue
        if (
            owns
            or (is_adjective(sentence, mention) and not _is_described(sentence, spot))
            or (mention.kind not in {"place", "person", "other"} and not _is_described(sentence, spot))
        ):
            return Party(joined, mention)
    return None


def _is_superlative(sentence: Sentence, first: int, noun: int) -> bool:
    """As in "Norway's worst attack", which was made there."""
    parse = sentence.parse
    return parse is not None and any(parse.tags[i] in {"JJS", "RBS"} for i in range(first, noun))


def _is_verbal(sentence: Sentence, mention: Mention, first: int, noun: int) -> bool:
    """A person's bare "attack" is one of words, unless something says with what."""
    cues = sentence.lexicon.cues
    is_bare = sentence.lower(noun) in _ATTACKS and not any(
        sentence.lower(i) in _SIDE_WORDS | cues["weapons"] | cues["act_nouns"] for i in range(first, noun)
    )
    return mention.kind == "person" and is_bare


_ATTACKS = words("attack attacks assault broadside")


def _sends(sentence: Sentence, index: int, noun: int) -> bool:
    """As in "rebel attack", "a far-left extremist attack": a role before the act says whose it is."""
    roles = sentence.lexicon.cues["identity_roles"] - _ROLES_OF_PLACE
    return index == noun - 1 and sentence.lower(index) in roles


_ROLES_OF_PLACE = words("police security government forces authorities guards officers officer agents navy coalition military")


def _is_by_police(sentence: Sentence, index: int, noun: int) -> bool:
    """As in "the fatal police shooting of a teenager": the police shot; a "police raid" searches."""
    return (
        sentence.lower(index) == "police"
        and index == noun - 1
        and sentence.lower(noun) in _SHOTS
        and (sentence.lower(noun + 1) == "of" or sentence.lower(index - 1) in {"fatal", "deadly"})
    )


_SHOTS = words("shooting shootings killing killings beating")


def _with_adjectives(sentence: Sentence, first: int, index: int) -> int:
    """Where "far-left extremist" begins."""
    parse = sentence.parse
    start = index
    while (
        parse is not None
        and start > first
        and (parse.tags[start - 1] in {"JJ", "HYPH", "RB", "VBN"} or sentence.text(start - 1) == "-")
    ):
        if is_hedge(sentence, start - 1) or sentence.lower(start - 1) in {"deadly", "recent", "new", "latest"}:
            break
        start -= 1
    return start


def _is_of_a_place(sentence: Sentence, noun: int) -> bool:
    """Nationality says where a shooting was ("the Canadian rampage"), and who struck or bombed."""
    return sentence.lower(noun) in _DONE_SOMEWHERE


_DONE_SOMEWHERE = words(
    "shooting shootings stabbing stabbings rampage murder murders slaying slayings homicide homicides ramming"
)


def _names_target(sentence: Sentence, first: int, noun: int) -> bool:
    """Between actor and act stands what was attacked: "Israeli embassy bombing", "Pakistan's Balochistan attacks"."""
    parse = sentence.parse
    if parse is None:
        return False
    cues = sentence.lexicon.cues
    for index in range(first, noun):
        word = sentence.lower(index)
        is_noun = (
            parse.tags[index].startswith("NN") and word not in _SIDE_WORDS | cues["weapons"] | cues["act_nouns"] | TIME_WORDS
        )
        if is_noun and not word.isdigit() and sentence.lower(index - 1) != "-" and sentence.lower(index + 1) != "-":
            return True
    return False


def _is_described(sentence: Sentence, spot: Phrase) -> bool:
    return sentence.lower(spot.last) == "-" and sentence.lower(spot.last + 1) != "led"


def _by(sentence: Sentence) -> Iterator[Frame]:
    """As in "shelling by the SDF", "was attacked by Libyan militants", "the fire was caused by extremists"."""
    cues = sentence.lexicon.cues
    for index, token in enumerate(sentence.tokens):
        if token.lower != "by":
            continue
        act = _done_by(sentence, index)
        phrase = phrase_after(sentence, index + 1) if act is not None else None
        actor = agent(sentence, phrase)
        if act is None or phrase is None or actor is None or actor.is_pronoun:
            continue
        if head(sentence, phrase) in cues["act_nouns"] and (actor.mention is None or not is_tagged_verb(sentence, act)):
            continue
        if sentence.lower(act).startswith("poison") and actor.mention is None:
            continue  # by what, not by whom
        hedged = _hedged(sentence, act - 2, act) or _hedged(sentence, index - 1, actor.phrase.last)
        yield Frame(
            actor,
            Phrase(act, index),
            act,
            "act.by",
            _negated(sentence, act),
            hedged or _is_believed(sentence, act),
            is_presupposed=_in_background(sentence, act),
        )


def _done_by(sentence: Sentence, by: int) -> int | None:
    """The act that hangs above "by" at `by`: a passive verb of violence, the noun of an act, or a verb of doing such a noun."""
    cues = sentence.lexicon.cues
    for above in ancestors(sentence, by):
        word = sentence.lower(above)
        if word in cues["act_nouns"] and (not is_tagged_verb(sentence, above) or _is_gerund(sentence, above)):
            return above
        if is_tagged_verb(sentence, above):
            if not is_suffered(sentence, above):
                return None
            if word in cues["act_verbs"] - cues["light_verbs"] or _was_harmed(word):
                return above
            if word in {"brought", "taken"} and any(
                sentence.lower(i) in {"down", "out"} for i in related(sentence, above, "prt")
            ):
                return above
            is_light = word in cues["light_verbs"] | _CAUSED | _KINDLE
            return above if is_light and (_names_act(sentence, above) or _suffers(sentence, above)) else None
    return None


def _is_gerund(sentence: Sentence, index: int) -> bool:
    """As in "killed in shelling by …": a noun that the parse takes for a verb."""
    parse = sentence.parse
    return (
        parse is not None
        and parse.tags[index] == "VBG"
        and parse.relations[index] == "pcomp"
        and not related(sentence, index, "dobj", "nsubj")
    )


def _was_harmed(word: str) -> bool:
    return word in _HARMS


_CAUSED = words("caused directed ordered planned staged committed perpetrated plotted conducted planted done made")


def _names_act(sentence: Sentence, verb: int) -> bool:
    """The passive subject, or the noun that the participle hangs on, is an act."""
    subject = subject_before(sentence, verb)
    if subject is None:
        return False
    is_fire = any(sentence.lower(i) in {"fire", "fires", "blaze"} for i in range(subject.first, subject.last))
    return is_fire or mentions_act(sentence, subject.first, subject.last)


def _suffers(sentence: Sentence, verb: int) -> bool:
    return sentence.lower(verb) in _HARMS_BY_ITSELF and (
        bool(related(sentence, verb, "auxpass", "nsubjpass")) or sentence.lower(verb).endswith("ed")
    )


def _were(sentence: Sentence) -> Iterator[Frame]:
    """As in "the attackers were members of Lakurawa", "the gunman was a soldier"."""
    for index in range(1, len(sentence.tokens)):
        if sentence.lower(index) not in BE or related(sentence, index, "neg"):
            continue
        doers = [i for i in related(sentence, index, "nsubj") if sentence.lower(i) in _DOERS]
        if not doers or not related(sentence, index, "attr"):
            continue
        phrase = phrase_after(sentence, index + 1)
        actor = agent(sentence, phrase)
        if (
            actor is not None
            and not actor.is_pronoun
            and (actor.mention is None or actor.mention.kind in {"group", "military", "person"})
        ):
            yield Frame(
                actor, Phrase(doers[0], doers[0] + 1), index, "act.were", is_hedged=_hedged(sentence, index - 2, index + 2)
            )


_DOERS = words(
    "attacker attackers gunman gunmen bomber bombers assailant assailants killer killers perpetrators perpetrator"
    " shooter shooters"
)


def _fired_from(sentence: Sentence) -> Iterator[Frame]:
    """As in "a missile fired from Iran", "a third missile from Iran", "rockets from Lebanon"."""
    for index in range(1, len(sentence.tokens) - 1):
        if sentence.lower(index) != "from" or index + 1 not in sentence.mentions:
            continue
        above = index - 1 if sentence.lower(index - 1) in _FLYING else next(ancestors(sentence, index), -1)
        fired = sentence.lower(above) in {"fired", "launched"} and any(
            sentence.lower(i) in _FLYING for i in range(max(0, above - 6), above)
        )
        flying = sentence.lower(above) in _FLYING and above == index - 1
        actor = agent(sentence, phrase_after(sentence, index + 1))
        if (fired or flying) and actor is not None:
            yield Frame(actor, Phrase(above, index + 1), above, "act.from", is_hedged=_hedged(sentence, above - 3, above))


def _active(sentence: Sentence) -> Iterator[Frame]:
    """As in "Russia fired a missile", "Israel said it had struck", "Ukrainian drones kill three"."""
    for index in range(1, len(sentence.tokens)):
        if not _acts(sentence, index) or _is_unreal(sentence, index):
            continue
        subject = subject_before(sentence, index)
        actor = agent(sentence, subject)
        if _is_habit(sentence, index):
            continue
        if actor is None or _is_relative_place(sentence, index, actor) or _is_attacked_place(sentence, subject, actor):
            continue
        yield Frame(
            actor,
            Phrase(index, _object_end(sentence, index)),
            index,
            "act.active",
            _negated(sentence, index),
            _hedged(sentence, actor.phrase.first - 1, index) or _is_believed(sentence, index),
            is_presupposed=_in_background(sentence, index),
        )


def _is_habit(sentence: Sentence, verb: int) -> bool:
    """As in "the group often carries out such bombings": no one act."""
    return any(sentence.lower(i) in _OFTEN for i in related(sentence, verb, "advmod"))


_OFTEN = words("mostly mainly often frequently regularly routinely usually sometimes typically occasionally commonly")


def _is_attacked_place(sentence: Sentence, subject: Phrase | None, actor: Party) -> bool:
    """As in "Kabul mosque blast kills 20": the name before the noun of the act says where, not who.

    A state strikes ("Israel strike kills 5", "Russia missile attack kills 3"), and is attacked ("Nigeria attack kills 30").
    """
    if subject is None or actor.mention is None:
        return False
    short = core(sentence, subject)
    noun = short.last - 1
    if sentence.lower(noun) not in sentence.lexicon.cues["act_nouns"]:
        return False
    is_of_armies = sentence.lower(noun) in _OF_ARMIES or any(
        sentence.lower(i) in sentence.lexicon.cues["weapons"] for i in range(short.first, noun)
    )
    if is_of_armies and (actor.mention.entity_id or "").startswith("state:"):
        return _names_target(sentence, actor.phrase.last, noun)
    return _modifying_agent(sentence, short.first, noun) is None


_OF_ARMIES = words("strike strikes airstrike airstrikes raid raids shelling bombardment")


def _is_relative_place(sentence: Sentence, verb: int, actor: Party) -> bool:
    """As in "in Kuwait that killed": the place is where, not who."""
    parse = sentence.parse
    while parse is not None and parse.relations[verb] == "conj" and not related(sentence, verb, "nsubj"):
        verb = parse.heads[verb]
    if parse is None or parse.relations[verb] not in {"relcl", "acl"} or actor.mention is None or actor.mention.kind != "place":
        return False
    last = actor.phrase.last - 1
    aside = {"pobj", "appos", "npadvmod", "nmod", "dep"}
    return any(parse.relations[i] in aside and sentence.lower(parse.heads[i]) != "by" for i in (last, parse.heads[last]))


def _acts(sentence: Sentence, index: int) -> bool:
    """The token is an active verb of violence with an object."""
    word = sentence.lower(index)
    cues = sentence.lexicon.cues
    if not is_tagged_verb(sentence, index) or is_suffered(sentence, index) or _is_mere_result(sentence, index):
        return False
    if _is_no_harm(sentence, index):
        return False
    if fires_at(sentence, index) or _sets_fire(sentence, index) or _harms_people(sentence, index):
        return True
    if word in _DRIVES and is_core_act(sentence, index):
        return True
    if word in _PLOTTING and _is_past_plan(sentence, index):
        return True
    if _hacks_into(sentence, index) or (word in _BLOWS and is_core_act(sentence, index) and related(sentence, index, "dobj")):
        return True
    if word not in cues["act_verbs"]:
        return False
    if not _has_object(sentence, index) or _wards_off(sentence, index) or _is_into_nothing(sentence, index):
        return False
    return word not in cues["light_verbs"] or _violent_object(sentence, index)


def _hacks_into(sentence: Sentence, verb: int) -> bool:
    """As in "hacked into the ministry's servers"."""
    return sentence.lower(verb).startswith("hack") and any(sentence.lower(i) == "into" for i in related(sentence, verb, "prep"))


def _is_no_harm(sentence: Sentence, verb: int) -> bool:
    """As in "raided several offices", "ordered raids", "fired tear gas", "launched a blistering attack on his critics"."""
    objects = [sentence.lower(i) for i in related(sentence, verb, "dobj")]
    word = sentence.lower(verb)
    if word.startswith("raid"):
        return not _SEARCHED.isdisjoint(objects)
    if word in _ORDERS:
        return not {"raid", "raids"}.isdisjoint(objects)
    if word in _FIRES:
        return not {"gas", "cannon", "cannons", "salute", "flares"}.isdisjoint(objects)
    return word in sentence.lexicon.cues["light_verbs"] and _attacks_in_words(sentence, verb)


def _attacks_in_words(sentence: Sentence, verb: int) -> bool:
    """A person's attack without a weapon, or one that is told to be of words."""
    for noun in related(sentence, verb, "dobj"):
        if sentence.lower(noun) not in _ATTACKS:
            continue
        told = {sentence.lower(i) for i in related(sentence, noun, "amod", "compound")}
        subject = subject_before(sentence, verb)
        mention = sentence.mention_in(subject) if subject is not None else None
        if not told.isdisjoint(_OF_WORDS) or (mention is not None and _is_verbal(sentence, mention, verb + 1, noun)):
            return True
    return False


_SEARCHED = words(
    "home homes house houses office offices site sites headquarters premises newspaper newsroom apartment newsrooms"
)
_OF_WORDS = words("blistering scathing verbal stinging withering rhetorical searing veiled personal public political legal")
_PLOTTING = words("plotted plotting planned planning conspired conspiring")


def _is_past_plan(sentence: Sentence, verb: int) -> bool:
    """As in "had been planning an attack", "plotted to kill": a plot, not a threat."""
    is_past = any(sentence.lower(i) in {"had", "have", "has", "having"} for i in related(sentence, verb, "aux"))
    is_past = is_past or (sentence.lower(verb).startswith("plotted") and not is_suffered(sentence, verb))
    return is_past and any(_is_violent_thing(sentence, i) for i in related(sentence, verb, "dobj", "xcomp"))


def _is_mere_result(sentence: Sentence, verb: int) -> bool:
    """As in "the plane crashed, killing ten": what the subject did stands in the main clause."""
    parse = sentence.parse
    while parse is not None and parse.relations[verb] == "conj" and parse.tags[verb] == "VBG":
        verb = parse.heads[verb]
    return (
        parse is not None
        and parse.tags[verb] == "VBG"
        and parse.relations[verb] == "advcl"
        and not related(sentence, verb, "nsubj", "aux", "mark", "advmod")
    )


def is_suffered(sentence: Sentence, verb: int) -> bool:
    """The verb is passive, or a participle that says what was done to the noun before it."""
    parse = sentence.parse
    if parse is None or related(sentence, verb, "auxpass", "nsubjpass", "agent"):
        return True
    if sentence.lower(verb) in _BELIEVED and sentence.lower(verb + 1) == "to":
        return True
    if (
        parse.tags[verb] == "VBD"
        and sentence.lower(verb) in _LAID
        and sentence.lower(verb + 1) in {"with", "of", "over", "in", "on"}
    ):
        return not related(sentence, verb, "dobj")
    return parse.tags[verb] == "VBN" and not related(sentence, verb, "aux") and not related(sentence, verb, "dobj")


def _has_object(sentence: Sentence, verb: int) -> bool:
    if related(sentence, verb, "dobj", "ccomp", "dative"):
        if sentence.lower(verb).startswith("attack") and any(
            sentence.lower(i) in _CRITICISED for i in related(sentence, verb, "dobj")
        ):
            return False
        return any(sentence.lower(i) not in _NO_HARM for i in related(sentence, verb, "dobj")) or not related(
            sentence, verb, "dobj"
        )
    if fires_at(sentence, verb):
        return True
    shared = [i for i in related(sentence, verb, "conj") if related(sentence, i, "dobj")]
    return bool(shared or related(sentence, verb, "prt"))


def _wards_off(sentence: Sentence, verb: int) -> bool:
    """A missile or drone is what is shot down: a defence."""
    if sentence.lower(verb) not in _WARDS_OFF:
        return False
    objects = related(sentence, verb, "dobj")
    return any(sentence.lower(i) in _FLYING for o in objects for i in subtree(sentence, o) if i > verb and i <= o + 6)


def _is_into_nothing(sentence: Sentence, verb: int) -> bool:
    """As in "fires missiles toward the sea": a test."""
    inside = subtree(sentence, verb)
    return any(
        sentence.lower(i) in {"toward", "towards", "into", "off", "over"}
        and any(sentence.lower(j) in _INTO_NOTHING for j in range(i + 1, i + 5))
        for i in inside
    )


def _violent_object(sentence: Sentence, index: int) -> bool:
    """An act or a weapon is the object of the light verb at `index`, and no test or drill of one."""
    rest = [sentence.lower(i) for i in range(index + 1, min(index + 9, len(sentence.tokens)))]
    if not _TRIALS.isdisjoint(rest):
        return False
    if sentence.lower(index) in _HARMS_BY_ITSELF or fires_at(sentence, index):
        return True
    if sentence.lower(index) in _ORDERS and any(is_core_act(sentence, i) for i in related(sentence, index, "xcomp", "ccomp")):
        return True
    return any(_is_violent_thing(sentence, i) for i in related(sentence, index, "dobj", "ccomp"))


def _is_violent_thing(sentence: Sentence, index: int, depth: int = 0) -> bool:
    """The noun is an act or a weapon, or a number of them: "a wave of drones", "attacks and ambushes"."""
    cues = sentence.lexicon.cues
    word = sentence.lower(index)
    if word in cues["act_nouns"] or word in cues["weapons"] or word in cues["act_verbs"] - cues["light_verbs"]:
        return True
    if depth == 2:
        return False
    preps = [i for i in related(sentence, index, "prep") if sentence.lower(i) in {"of", "including", "on"}]
    below = [
        o
        for i in preps
        for o in related(sentence, i, "pobj")
        if word in _MANY or word.isdigit() or sentence.lower(i) == "including"
    ]
    below += related(sentence, index, "conj")
    below += related(sentence, index, "compound") if word in {"plot", "campaign", "wave", "spree"} else []
    return any(_is_violent_thing(sentence, i, depth + 1) for i in below)


_ORDERS = words("order orders ordered ordering")
_MANY = words(
    "set sets wave waves series string barrage salvo volley number dozens hundreds scores thousands pair swarm round"
    " rounds lot three four five six several two one spate campaign total"
)


def fires_at(sentence: Sentence, index: int) -> bool:
    """As in "fired on the crowd", "opened fire", "shot at a car"."""
    if sentence.lower(index) not in _FIRES:
        return False
    if sentence.lower(index).startswith("open"):
        return any(sentence.lower(i) == "fire" for i in related(sentence, index, "dobj"))
    if any(sentence.lower(i) in {"at", "on", "upon", "into"} for i in related(sentence, index, "prep")):
        return True
    return any(sentence.lower(i) in {"shots", "shot", "bullets", "rounds"} for i in related(sentence, index, "dobj"))


_FIRES = words("fire fires fired firing open opens opened opening shot shoots shoot shooting")


def _object_end(sentence: Sentence, verb: int) -> int:
    phrase = phrase_after(sentence, verb + 1)
    return phrase.last if phrase else verb + 1


def _is_unreal(sentence: Sentence, verb: int) -> bool:
    """A modal stands before the verb, or it is an infinitive that nobody is said to have carried out: a threat, a plan."""
    auxiliaries = related(sentence, verb, "aux")
    if any(sentence.lower(i) in MODALS - {"to"} and not _is_guess(sentence, i) for i in auxiliaries):
        return True
    if any(sentence.lower(i) in _CONDITIONS for i in related(sentence, verb, "mark")):
        return True
    parse = sentence.parse
    if parse is not None and parse.relations[verb] == "pcomp" and sentence.lower(parse.heads[verb]) in _UNDONE:
        return True
    is_infinitive = any(sentence.lower(i) == "to" for i in auxiliaries)
    if not is_infinitive:
        return any(_is_unreal(sentence, above) for above in _governors(sentence, verb))
    if any(sentence.lower(i) in {"have", "having"} for i in auxiliaries):
        return False
    above = next(ancestors(sentence, verb), verb)
    real = sentence.lower(above) in _ATTEMPTING | _DOING and not is_suffered(sentence, above)
    return not real or _is_unreal(sentence, above)


def _governors(sentence: Sentence, verb: int) -> list[int]:
    """The verb that shares its auxiliaries with a conjunct or a complement."""
    parse = sentence.parse
    if parse is None or parse.relations[verb] != "conj" or related(sentence, verb, "nsubj", "aux"):
        return []
    above = parse.heads[verb]
    return [above] if above != verb and is_tagged_verb(sentence, above) else []


def _is_guess(sentence: Sentence, modal: int) -> bool:
    """As in "may have carried out": the act is past, and unsure."""
    return sentence.lower(modal) in {"may", "might", "could"} and "have" in {
        sentence.lower(modal + 1),
        sentence.lower(modal + 2),
    }


def _is_believed(sentence: Sentence, verb: int) -> bool:
    """As in "is believed to have carried out", "appeared to have been fired by"."""
    above = next(ancestors(sentence, verb), verb)
    if sentence.lower(above) in _SEEMING | _TOLD_OF:
        return any(sentence.lower(i) == "to" for i in related(sentence, verb, "aux"))
    return sentence.lower(above) in _BELIEVED and bool(related(sentence, above, "auxpass", "nsubjpass"))


_TOLD_OF = words("said reported")
_SEEMING = words("appear appears appeared seem seems seemed")


def _in_background(sentence: Sentence, index: int) -> bool:
    """The act stands in a clause that says when: "since Israel began its strikes"."""
    parse = sentence.parse
    if parse is None:
        return False
    for i in (index, *ancestors(sentence, index)):
        if parse.relations[i] in {"ccomp", "ROOT"}:
            return False
        if parse.relations[i] == "advcl":
            marks = related(sentence, i, "mark", "advmod", "prep")
            if sentence.lower(parse.heads[i]) in _HARMED_PEOPLE and any(sentence.lower(m) in _HOW for m in marks):
                return False
            return any(sentence.lower(m) in _PRESUPPOSING_CLAUSE for m in marks)
        if parse.relations[i] == "pcomp" and sentence.lower(parse.heads[i]) in _PRESUPPOSING_CLAUSE:
            return True
    return False


def _is_asserted(sentence: Sentence, noun: int) -> bool:
    """The noun says who harmed whom ("killed in an Israeli strike", "an Israeli strike hit"), not merely which act is meant."""
    parse = sentence.parse
    if parse is None or is_hedge(sentence, noun - 1) or is_hedge(sentence, noun - 2):
        return True
    index = noun
    while parse.relations[index] in {"pobj", "prep", "agent", "conj", "compound", "nmod"} and parse.heads[index] != index:
        index = parse.heads[index]
        if is_tagged_verb(sentence, index):
            return sentence.lower(index) in _HARMED or is_core_act(sentence, index)
        if sentence.lower(index) in _TOLL:
            return True
    if index != noun:
        return False
    if parse.relations[index] in {"nsubj", "nsubjpass"}:
        verb = parse.heads[index]
        return sentence.lower(verb) in _HARMED | BE or is_core_act(sentence, verb)
    if parse.relations[index] == "dobj":
        return sentence.lower(parse.heads[index]) in _CONFIRMS
    return parse.relations[index] in {"ROOT", "attr", "appos", "ccomp"}


_CONFIRMS = words("confirm confirms confirmed confirming acknowledge acknowledges acknowledged verify verified")
_HARMED = words(
    "killed kill kills killing wounded wounds wounding injured injures injuring died dead die hit hits struck"
    " strikes destroyed destroys damaged damages targeted targets caused causes sparked sparks set left leaves"
    " lost took claimed martyred leveled levelled flattened shook knocked cut hurt tore ripped disrupted triggered"
    " halted"
)
_HOW = words("when after as because")
_HARMED_PEOPLE = words("killed wounded injured died dead hurt hit damaged destroyed martyred")
"""In "killed when X struck", what follows is said with the same breath."""
_TOLL = words("deaths death toll casualties killing victims result people civilians dead bodies number children soldiers")


def _hedge_above(sentence: Sentence, noun: int) -> bool:
    """As in "was likely the result of an attack": the hedge stands by the verb that the noun completes."""
    parse = sentence.parse
    index = noun
    while parse is not None and parse.relations[index] in {"pobj", "prep", "attr"} and parse.heads[index] != index:
        index = parse.heads[index]
        if is_tagged_verb(sentence, index):
            return sentence.lower(index) in BE and any(is_hedge(sentence, i) for i in related(sentence, index, "advmod", "acomp"))
    return False


def _negated(sentence: Sentence, verb: int) -> bool:
    return any(sentence.lower(i) in NOT for i in range(max(0, verb - 3), verb))


def _hedged(sentence: Sentence, first: int, last: int) -> bool:
    hedges = sentence.lexicon.cues["hedges"]
    return any(sentence.lower(i) in hedges or _is_guess(sentence, i) for i in range(max(0, first), last))


def _responsible(sentence: Sentence) -> Iterator[Frame]:
    """As in "ISIS was behind the attack", "X is responsible for the killing"."""
    for index, token in enumerate(sentence.tokens):
        if token.lower not in _BEHIND:
            continue
        is_behind = token.lower == "behind" and (
            sentence.lower(index - 1) in BE | NOT or index - 1 in sentence.mentions or is_hedge(sentence, index - 1)
        )
        is_responsible = (
            token.lower in {"responsible", "blame"}
            and (sentence.lower(index + 1) == "for" or token.lower == "responsible")
            and (_has_be_before(sentence, index) or _is_said_of_the_name_before(sentence, index))
        )
        is_involved = token.lower in {"involved", "complicit"} and _has_be_before(sentence, index)
        guessed = next((i for i in range(max(0, index - 3), index) if sentence.lower(i) in _PERHAPS), None)
        end = next((i for i in range(index + 1, index + 12) if sentence.text(i) in STOPS - {'"'}), index + 12)
        names_act = mentions_act(sentence, index + 1, end if token.lower == "responsible" else index + 12)
        names_act = names_act or (sentence.lower(index + 1) != "for" and mentions_act(sentence, 0, index))
        modals = MODALS - {"to"} if token.lower == "blame" else MODALS
        if (
            not (is_behind or is_responsible or is_involved)
            or not names_act
            or any(sentence.lower(i) in modals for i in range(max(0, index - 3), index) if i != guessed)
        ):
            continue
        actor = agent(sentence, _subject_of_state(sentence, index))
        if actor is not None:
            yield Frame(
                actor,
                Phrase(index, min(index + 6, len(sentence.tokens))),
                index,
                "act.behind",
                _negated(sentence, index),
                guessed is not None or _hedged(sentence, index - 3, index),
            )


_BEHIND = words("behind responsible blame involved complicit")
_PERHAPS = words("may might could")


def is_hedge(sentence: Sentence, index: int) -> bool:
    """The token is a word such as "allegedly"."""
    return sentence.lower(index) in sentence.lexicon.cues["hedges"]


def _subject_of_state(sentence: Sentence, index: int) -> Phrase | None:
    """Of whom "behind", "responsible", "to blame" is said."""
    if _is_said_of_the_name_before(sentence, index):
        end = index - 1 if is_hedge(sentence, index - 1) else index
        start = end - 1
        while start - 1 in sentence.mentions and sentence.mentions[start - 1] is sentence.mentions[start]:
            start -= 1
        return Phrase(start, end)
    for above in (index, *ancestors(sentence, index)):
        if is_tagged_verb(sentence, above):
            return subject_before(sentence, above)
    return subject_before(sentence, index - 1 if sentence.lower(index) == "blame" else index)


def _is_said_of_the_name_before(sentence: Sentence, index: int) -> bool:
    """As in the headlines "X likely behind sabotage", "X responsible for attacks, Y says"."""
    named = index - 2 if is_hedge(sentence, index - 1) else index - 1
    return named in sentence.mentions and (sentence.lower(index) == "behind" or sentence.lower(index + 1) == "for")


def _has_be_before(sentence: Sentence, index: int) -> bool:
    return any(sentence.lower(i) in BE for i in range(max(0, index - 3), index))

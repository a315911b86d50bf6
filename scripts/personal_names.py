"""Writes `seeds/personal_names.csv`: given names and surnames in Latin letters, folded, each with its source.

    uv run --no-project --with names==0.3.0,faker==40.54.0 scripts/personal_names.py

The packages are read when this runs and are no dependency of the system. `names` holds the frequency tables of the census of the
United States of 1990, which are in the public domain; Faker holds lists by country under the MIT licence.
"""

from __future__ import annotations

import csv
import importlib
import re
import unicodedata
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path


def words(text: str) -> tuple[str, ...]:
    """The words of a string."""
    return tuple(text.split())


OUT = Path(__file__).parents[1] / "seeds" / "personal_names.csv"
CENSUS = ("US Census Bureau 1990 (names 0.3.0)", "public domain")
FAKER = ("Faker 40.54.0, {}", "MIT")
OWN = ("own", "Apache-2.0")
COMMON_GIVEN, COMMON_SURNAMES = 700, 2_000
LOCALES = words(
    "az_AZ cs_CZ da_DK de_DE en_GB en_IN en_KE en_NG en_PK es_ES es_MX fr_DZ fr_FR ha_NG hr_HR hu_HU id_ID ig_NG it_IT nl_NL"
    " no_NO pl_PL pt_BR ro_RO sv_SE sw tr_TR tw_GH uz_UZ yo_NG zu_ZA"
)
"""Given names of these: countries whose people news of conflict names."""
GIVEN = {
    "Ukrainian and Russian": (
        "aleksandr aleksei alexei anatoly andriy andrei arseniy artem artyom boris bohdan danylo denys dmitri dmitriy"
        " dmitry dmytro evgeny fyodor gennady georgy grigory hanna ihor igor ilya ivan kirill kyrylo larysa leonid"
        " lyudmila maksim maksym mikhail mykhailo mykola nadiya natalia natalya nikita nikolai oksana oleg oleh oleksandr"
        " oleksandra oleksii olena olga olha pavel pavlo petro pyotr roman ruslan rustem semyon sergei sergey serhii"
        " serhiy sofia stanislav stepan svetlana svitlana tetiana vadym valentina valery vasily vasyl viacheslav viktor"
        " vitali vitaly vladimir vladislav vladyslav volodymyr vsevolod vyacheslav yaroslav yevgeny yevhen yulia yuliia"
        " yuri yuriy"
    ),
    "Arabic": (
        "abdallah abdel abdelaziz abdelfattah abdo abdullah abdulrahman abu adel adnan ahmad ahmed ahmet aisha ali amal"
        " amir amjad anas anwar ashraf ayman aziz badr bashar bashir bassam bilal emad fadi fahd faisal faiz farouk fatima"
        " fuad ghassan habib haider hamad hamid hamza haidar hani hasan hashim hassan hatem haytham hisham hossam hosni"
        " hussein ibrahim imad ismail issa iyad izzeldin jabar jalal jamal jamil jassim kamal kamel karim khaled khalid"
        " khalifa khalil laila layla mahdi maher mahmoud majed malik mansour marwan maryam masoud mazen mohamad mohamed"
        " mohammad mohammed moncef muammar muhammad muhannad mukhtar munir muqtada musa mustafa nabil nader naim nasser"
        " nawaf nizar nouri omar osama othman qais qasim rafik rami rashid riyad saad sabah sadiq saeed saif salah saleem"
        " saleh salem salim sami samir saud sayed sayyed shadi sharif sulaiman suleiman taha tahir talal tamer tarek tariq"
        " walid wael yahya yasser yassin yazid youssef yousef younis yusuf zaid zakaria ziad zuhair"
    ),
    "Persian, Dari and Pashto": (
        "abdolreza abolfazl akbar alireza ashraf behrouz ebrahim esmail farhad fereydoun ghani gholam gulbuddin"
        " haibatullah hashem hossein javad kazem mahdi majid masoud mehdi mohsen mojtaba mullah nasir naser parviz qasem"
        " ramin reza rouhollah ruhollah sadegh saeid shah sirajuddin soroush zabihullah zalmay"
    ),
    "Hebrew": (
        "amichai amos ariel avi avigdor avraham benny bezalel binyamin chaim dov ehud eitan eliyahu ephraim eyal gadi"
        " gideon gilad haim herzi itamar limor merav miri moshe naftali nir ofer ran shaul shimon shlomo tamir tzipi uri"
        " yair yaakov yehuda yigal yitzhak yoav yoram yossi yuval ze'ev zvi"
    ),
    "Other": (
        "kim nguyen xi jinping jong aung ferdinand rodrigo joko prabowo narendra imran shehbaz asif bilawal nicolas nayib"
        " gustavo javier luiz evo salvador isaias abiy uhuru paul yoweri salva riek hassan sheikh joao emmerson cyril bola"
        " muhammadu recep tayyip hakan hulusi devlet selahattin ilham nikol viktor giorgi salome aleksandar milorad hashim"
        " volker"
    ),
}
"""Given names of countries that neither package holds in Latin letters, by language: own list."""
LEAST_LETTERS = 3
NO_NAMES = words(
    "new lake mount south north west east saint san santa los las the van von der del della bin ben ibn lord king prince"
    " queen can ten art may june april august sunny angel baby dear man sun sky day ever rich city state port bay central"
    " delta china france india paris london sydney chad israel jordan kenya dallas savannah austin georgia victoria"
    " florence madison charlotte camp fort cape grand"
)
"""Words and places first: as names they would cost more than they find."""

Row = tuple[str, str, str, str]


def main() -> None:
    """Write the table, each name once a part."""
    seen: dict[tuple[str, str], Row] = {}
    for row in (*_census(), *_own(), *_faker()):
        seen.setdefault(row[:2], row)
    with OUT.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("name", "part", "source", "licence"))
        writer.writerows(sorted(seen.values()))
    print(len(seen), "names")  # noqa: T201


def _census() -> Iterator[Row]:
    folder = Path(str(find_spec("names").origin)).parent  # type: ignore[union-attr]
    tables = (
        ("male.first", "given", COMMON_GIVEN),
        ("female.first", "given", COMMON_GIVEN),
        ("all.last", "surname", COMMON_SURNAMES),
    )
    for table, part, most in tables:
        for line in (folder / f"dist.{table}").read_text().splitlines()[:most]:
            if len(name := line.split()[0].lower()) >= LEAST_LETTERS:
                yield name, part, *CENSUS


def _own() -> Iterator[Row]:
    yield from ((name, "given", *OWN) for names in GIVEN.values() for name in names.split())


def _faker() -> Iterator[Row]:
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for table in ("first_names", "first_names_male", "first_names_female"):
            found = getattr(provider, table, ())
            for name in () if isinstance(found, property) else found:
                if _is_kept(folded := _folded(name)):
                    yield folded, "given", FAKER[0].format(locale), FAKER[1]


def _is_kept(name: str) -> bool:
    """One word of Latin letters, and no word first."""
    return re.fullmatch(r"[a-z']+", name) is not None and len(name) >= LEAST_LETTERS and name not in NO_NAMES


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in letters if not unicodedata.combining(c))


if __name__ == "__main__":
    main()

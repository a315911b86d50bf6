"""The ledgers under the column names of GTD, ACLED, MUC-4 and CAMEO: what is filled, and what stays unknown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mart_fixtures import Page, Says, Sentence, Toll, at, known, load_pages, one_story, s
from media_monitor.model import Event
from media_monitor.settings import Settings
from warehouse_fixtures import ask, one, refreshed

HAND, LAMP, TORVIA, MINISTRY = "The Copper Hand", "Grey Lamp", "Torvia", "the interior ministry"
CLAIMED = s("The Copper Hand said in a video it planted the bomb.", Says("claimed", HAND, HAND, medium="a video"))
LAMP_TOO = s("Grey Lamp said it was its work.", Says("claimed", LAMP, LAMP))
LAMP_NOT = s("Grey Lamp said it had no hand in it.", Says("denied", LAMP, LAMP))
SILENCE = s("No group has claimed the attack.", Says("claimed", "No group", "No group", is_negated=True))
SUSPECTED = s("Grey Lamp is suspected.", Says("suspected", LAMP, is_hedged=True))
ACCUSED = s("Behind it stands Torvia, the interior ministry said.", Says("accused", TORVIA, MINISTRY, is_authority=True))
CONFIRMED = s("It was Grey Lamp, the interior ministry confirmed.", Says("confirmed", LAMP, MINISTRY, is_authority=True))
DEAD = s("It killed 12 people and wounded 40.", Toll("killed", "12", 12), Toll("injured", "40", 40))


BOMBING = Event("e1", "bombing", "place:ossa-bridge", "2026-03-10")


def told(settings: Settings, *says: Sentence, event: Event | None = BOMBING) -> None:
    """The marts over one article that says this."""
    known(settings)
    load_pages(settings, Page("a", says, event=event))
    one_story(settings)
    refreshed(settings)


def row(settings: Settings, view: str, columns: str) -> tuple[Any, ...]:
    """These columns of the view's only row."""
    (found,) = ask(settings, f"select {columns} from report.{view}")
    return found


# ---- GTD -------------------------------------------------------------------------------------------------------------


def test_gtd_tells_when_where_who_and_how_many(settings: Settings) -> None:
    told(settings, CLAIMED, DEAD)
    when_where = row(settings, "gtd", "eventid, iyear, imonth, iday, approxdate, country_txt, city, latitude, longitude, summary")
    assert when_where == ("s1", 2026, 3, 10, None, "Valdena", "Ossa Bridge", 51.6, 21.6, "Blast at Ossa Bridge")
    what = row(settings, "gtd", "suicide, attacktype1, attacktype1_txt, nkill, nwound, ishostkid, nhostkid, addnotes")
    assert what == (0, 3, "Bombing/Explosion", 12, 40, -9, None, None)
    who = row(settings, "gtd", "gname, gname2, guncertain1, claimed, claimmode, claimmode_txt, compclaim")
    assert who == (HAND, None, 0, 1, 6, "Video", 0)
    assert row(settings, "gtd", "scite1, scite2, dbsource") == ("https://ledger.test/a", None, "media monitor")


def test_what_gtd_calls_unknown_is_unknown(settings: Settings) -> None:
    told(settings, s("It was they, he said.", Says("accused", "they", "he")), event=Event("e1", "attack", None, "last week"))
    when_where = row(settings, "gtd", "iyear, imonth, iday, approxdate, country_txt, city, latitude, nkill, nwound")
    assert when_where == (None, 0, 0, "reported from 2026-03-10", None, "Unknown", None, None, None)
    who = row(settings, "gtd", "gname, guncertain1, claimed, claimmode, compclaim, attacktype1_txt")
    assert who == ("Unknown", None, -9, None, -9, "Unknown"), "'they' is no group"


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ((CLAIMED, LAMP_TOO), (LAMP, HAND, None, 0, 0, 1, 1, 6, 1)),
        ((CLAIMED, SUSPECTED), (HAND, LAMP, None, 0, 1, 1, -9, None, 0)),
        ((CLAIMED, SUSPECTED, LAMP_NOT), (HAND, LAMP, None, 0, 1, 1, 0, None, 0)),
        ((CLAIMED, CONFIRMED), (LAMP, HAND, None, 0, 0, -9, 1, 6, 0)),
        ((SUSPECTED, SILENCE), (LAMP, None, None, 1, None, 0, None, None, -9)),
        ((SILENCE,), ("Unknown", None, None, None, None, 0, None, None, -9)),
        ((ACCUSED,), ("Unknown", None, None, None, None, -9, None, None, -9)),
    ],
)
def test_gtd_orders_groups_by_how_firmly_they_stand(settings: Settings, says: tuple[Sentence, ...], expected: object) -> None:
    told(settings, *says)
    columns = "gname, gname2, gname3, guncertain1, guncertain2, claimed, claim2, claimmode2, compclaim"
    assert row(settings, "gtd", columns) == expected


@pytest.mark.parametrize(
    ("medium", "mode"),
    [
        ("an e-mail", 4),
        ("a letter", 1),
        ("a video", 6),
        ("its Telegram channel", 7),
        ("a phone call", 2),
        ("a note", 5),
        ("a statement", 10),
    ],
)
def test_the_medium_becomes_gtds_claim_mode(settings: Settings, medium: str, mode: int) -> None:
    told(settings, s(f"The Copper Hand said in {medium} it did it.", Says("claimed", HAND, HAND, medium=medium)))
    assert one(settings, "select claimmode from report.gtd") == mode


def test_gtd_notes_where_figures_differ_and_counts_the_abducted(settings: Settings) -> None:
    abducted = s("They took 3 people.", Toll("abducted", "3", 3))
    told(settings, CLAIMED, DEAD, s("Another 19 people were killed, the mayor said.", Toll("killed", "19", 19)), abducted)
    assert row(settings, "gtd", "addnotes, ishostkid, nhostkid") == ("Figures of people killed differ: 12 to 19.", 1, 3)


def test_a_story_without_an_attributed_act_is_no_event(settings: Settings) -> None:
    told(settings, DEAD, event=None)
    for view in ("gtd", "acled", "muc4", "cameo"):
        assert ask(settings, f"select * from report.{view}") == [], view


def test_one_event_can_be_asked_for(settings: Settings) -> None:
    known(settings)
    load_pages(settings, Page("a", (CLAIMED,)), Page("b", (LAMP_TOO,), outlet="gazette"))
    one_story(settings, "s1", "ledger")
    one_story(settings, "s2", "gazette")
    refreshed(settings)
    assert ask(settings, "select gname from report.gtd where eventid = 's2'") == [(LAMP,)]


# ---- ACLED -----------------------------------------------------------------------------------------------------------


def test_acled_tells_an_event_with_its_own_fatality_rule(settings: Settings) -> None:
    told(settings, CLAIMED, s("The bomb killed dozens of people.", Toll("killed", "dozens", 24, qualifier="dozens")))
    found = row(
        settings,
        "acled",
        "event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type, actor1, country, location, "
        "latitude, source, fatalities",
    )
    assert found == (
        *("s1", date(2026, 3, 10), 2026, 1, "Political violence", "Explosions/Remote violence", "Remote explosive/landmine/IED"),
        *(HAND, "Valdena", "Ossa Bridge", 51.6, "Ledger", 12),
    )
    assert one(settings, "select notes from report.acled") == "Blast at Ossa Bridge. The Copper Hand claims it."
    assert one(settings, 'select "timestamp" from report.acled') == int(at(-1).timestamp())


def test_acled_leaves_open_what_the_type_does_not_decide(settings: Settings) -> None:
    told(settings, ACCUSED, event=Event("e1", "shooting", None, None))
    found = row(settings, "acled", "event_date, time_precision, disorder_type, event_type, actor1, location, fatalities, notes")
    assert found == (None, None, None, None, TORVIA, None, None, "Blast at Ossa Bridge. Torvia is suspected or accused.")


# ---- MUC-4 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "label"),
    [
        (Says("claimed", HAND, HAND), "CLAIMED OR ADMITTED"),
        (Says("confirmed", HAND, MINISTRY, is_authority=True), "REPORTED AS FACT"),
        (Says("reported", HAND), "REPORTED AS FACT"),
        (Says("accused", HAND, MINISTRY, is_authority=True), "SUSPECTED OR ACCUSED BY AUTHORITIES"),
        (Says("accused", HAND, "Ilva Tarn"), "SUSPECTED OR ACCUSED"),
        (Says("suspected", HAND, MINISTRY, is_authority=True), "SUSPECTED OR ACCUSED BY AUTHORITIES"),
        (Says("suspected", HAND, "Ilva Tarn"), "SUSPECTED OR ACCUSED"),
        (Says("suspected", HAND, is_hedged=True), "POSSIBLE"),
        (Says("cleared", HAND, MINISTRY, is_authority=True), "ACQUITTED"),
        (Says("confirmed", HAND, MINISTRY, is_authority=True, is_negated=True), "ACQUITTED"),
        (Says("denied", HAND, HAND), None),
        (Says("no_evidence", HAND, MINISTRY), None),
        (Says("claimed", HAND, HAND, is_negated=True), None),
    ],
)
def test_a_stance_has_one_label_of_muc4(settings: Settings, says: Says, label: str | None) -> None:
    told(settings, s("The Copper Hand, said the interior ministry and Ilva Tarn.", says))
    found = ask(settings, "select perp_organization_id, perp_organization_confidence from report.muc4")
    assert found == ([("THE COPPER HAND", label)] if label else [])


def test_muc4_tells_the_incident_and_parts_organisations_from_individuals(settings: Settings) -> None:
    told(settings, CLAIMED, SILENCE, s("They did it.", Says("reported", "They")))
    columns = (
        "message_id, incident_date, incident_location, incident_type, perp_individual_id, perp_organization_id, origin_count"
    )
    assert row(settings, "muc4", columns) == ("s1", "2026-03-10", "VALDENA: OSSA BRIDGE", "BOMBING", None, "THE COPPER HAND", 1)
    ask(settings, "update ref.entity set kind = 'person' where entity_id = 'org:copper-hand'")
    assert row(settings, "muc4", "perp_individual_id, perp_organization_id") == ("THE COPPER HAND", None)


# ---- CAMEO -----------------------------------------------------------------------------------------------------------


def test_cameo_codes_claims_denials_and_accusations(settings: Settings) -> None:
    denied = s("Torvia denied it.", Says("denied", TORVIA, TORVIA))
    for_another = s("Grey Lamp said Torvia had not done it.", Says("denied", TORVIA, LAMP))
    told(settings, CLAIMED, SILENCE, ACCUSED, ACCUSED, denied, for_another, CONFIRMED)
    found = ask(
        settings,
        "select eventcode, eventrootcode, quadclass, actor1name, actor2name, nummentions, numarticles from report.cameo "
        "order by eventcode, actor1name",
    )
    assert found == [
        ("015", "01", 1, HAND, None, 1, 1),
        ("016", "01", 1, LAMP, TORVIA, 1, 1),
        ("016", "01", 1, TORVIA, None, 1, 1),
        ("112", "11", 3, "Interior Ministry", TORVIA, 2, 1),
    ], "no code for a confirmation, none for 'no group has claimed'"
    assert row(settings, "cameo where eventcode = '015'", "sqldate, dateadded, numsources, sourceurl") == (
        *(20260310, 20260310080000, 1, "https://ledger.test/a"),
    )


def test_suspicion_without_a_source_has_no_source_actor(settings: Settings) -> None:
    told(settings, SUSPECTED)
    assert row(settings, "cameo", "eventcode, actor1name, actor2name") == ("112", None, LAMP)

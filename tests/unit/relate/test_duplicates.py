import random
from datetime import UTC, datetime, timedelta

from media_monitor.relate.duplicates import CopyInput, copy_groups

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)

WIRE = """A car bomb exploded outside the customs house of Old Harbour on Wednesday morning and killed at least four people,
the port police said. The Amber Front, which has fought the coastal government for eleven years, said in a message on its
channel that it had carried out the attack. The interior ministry called the message plausible but said that investigators
had not confirmed it. Witnesses described a white van that had been parked near the gate since dawn. Traders carried the
wounded to the clinic on Rope Street, where surgeons asked for blood donors.

The governor closed the ferry terminal until further notice and asked residents to stay away from the quays. Two smaller
devices were made safe in the afternoon by army engineers. The coastal railway said that trains would turn back one station
before the port. Schools in the lower town stayed shut, and the council opened a hall for families looking for relatives."""

OWN = """Our reporter spent the evening in the lower town, where shopkeepers swept glass from the pavement and argued over who
could have driven the van past three checkpoints. Nobody here wants to give a name. The baker on the corner lost his window
and his patience; he has rebuilt the front of his shop twice this year. Across the square the priest rang the bells at six
and read the names of the missing, which had been written on the back of a hymn sheet by the harbour master's daughter."""

RUSSIAN = """В среду утром у здания таможни в Старой Гавани взорвался заминированный автомобиль, погибли по меньшей мере четыре
человека, сообщила портовая полиция. Группировка «Янтарный фронт» заявила на своём канале, что это она устроила взрыв.
Министерство внутренних дел назвало заявление правдоподобным, но следователи его пока не подтвердили."""

ARABIC = """انفجرت سيارة ملغومة صباح الأربعاء أمام مبنى الجمارك في الميناء القديم وقتلت أربعة أشخاص على الأقل، بحسب شرطة الميناء.
وأعلنت جبهة العنبر في رسالة على قناتها أنها نفذت الهجوم. ووصفت وزارة الداخلية الرسالة بأنها معقولة لكن المحققين لم يؤكدوها بعد."""


def piece(article_id: int, outlet: str, text: str, hours: float = 0, agency: str | None = None) -> CopyInput:
    return CopyInput(article_id, outlet, NOON + timedelta(hours=hours), agency, text)


def shares(group):
    return {m.article_id: m.share for m in group.members}


def test_verbatim_copy_is_carried_whole_and_other_reports_are_not():
    [group] = copy_groups([piece(1, "ledger", WIRE), piece(2, "courier", WIRE, 1), piece(3, "tribune", OWN, 2)])
    assert (group.origin, shares(group)) == (1, {2: 1.0})


def test_cut_and_extension_still_match():
    first_half = WIRE.split("\n\n", maxsplit=1)[0]
    [group] = copy_groups(
        [piece(1, "ledger", WIRE), piece(2, "courier", first_half, 1), piece(3, "tribune", WIRE + "\n\n" + OWN, 2)]
    )
    assert group.origin == 1
    assert shares(group)[2] == 1.0
    assert 0.5 < shares(group)[3] < 0.75


def test_light_edits_lower_the_share():
    edited = WIRE.replace("at least four", "five").replace("white van", "grey lorry").replace("Wednesday morning", "Wednesday")
    [group] = copy_groups([piece(1, "ledger", WIRE), piece(2, "courier", edited.upper().replace(",", " –"), 1)])
    assert 0.85 < shares(group)[2] < 1


def test_one_quoted_sentence_is_no_copy():
    sentence = WIRE.split(". ", maxsplit=1)[0]
    assert copy_groups([piece(1, "ledger", WIRE), piece(2, "courier", f"{sentence}. {OWN}", 1)]) == []


def test_long_report_that_opens_with_a_flash_is_its_own():
    flash = "A car bomb exploded outside the customs house of Old Harbour on Wednesday."
    assert copy_groups([piece(1, "wire", flash), piece(2, "courier", f"{flash} {OWN} {OWN[::-1]}", 1)]) == []
    [group] = copy_groups([piece(1, "wire", flash), piece(2, "courier", f"{flash} More follows.", 1)])
    assert shares(group)[2] > 0.8


def test_cyrillic_and_arabic_copies_match_and_translations_do_not():
    articles = [piece(1, "ledger", WIRE), piece(2, "vestnik", RUSSIAN, 1), piece(3, "gazeta", RUSSIAN.upper(), 2)]
    articles += [piece(4, "mina", ARABIC, 3), piece(5, "sahil", ARABIC.replace("أربعة", "أَرْبَعَة"), 4)]
    found = {g.origin: shares(g) for g in copy_groups(articles)}
    assert found == {2: {3: 1.0}, 4: {5: 1.0}}


def test_short_flashes_match_only_when_equal():
    flash = "Blast heard near Old Harbour customs house"
    [group] = copy_groups([piece(1, "wire", flash), piece(2, "courier", f"  {flash.upper()}! ", 1)])
    assert shares(group) == {2: 1.0}
    assert copy_groups([piece(1, "wire", flash), piece(2, "courier", "Blast heard near Old Harbour town hall", 1)]) == []
    assert (
        copy_groups([piece(1, "wire", "Blast heard near Old Harbour"), piece(2, "courier", f"{flash} in the lower town", 1)])
        == []
    )


def test_five_words_of_a_longer_text_are_not_the_flash_of_five_words():
    for word in WIRE.split()[:12]:
        flash = f"{word} heard near Old Harbour"
        assert copy_groups([piece(1, "wire", flash), piece(2, "courier", f"{flash} by the gate", 1)]) == []


def test_empty_texts_are_nobodys_copies():
    assert copy_groups([piece(1, "ledger", ""), piece(2, "courier", "…"), piece(3, "tribune", "")]) == []


def test_the_agencys_own_article_is_the_origin_even_when_it_comes_last():
    articles = [piece(1, "ledger", WIRE, 0), piece(2, "courier", WIRE, 1, "Coast Wire"), piece(3, "coastwire", WIRE, 2)]
    [group] = copy_groups(articles, {"Coast Wire": "coastwire"})
    assert (group.origin, group.agency, sorted(shares(group))) == (3, "Coast Wire", [1, 2])


def test_without_the_agency_the_earliest_credit_is_the_origin():
    articles = [
        piece(1, "ledger", WIRE, 0),
        piece(2, "courier", WIRE, 1, "Coast Wire"),
        piece(3, "tribune", WIRE, 2, "Coast Wire"),
    ]
    [group] = copy_groups(articles)
    assert (group.origin, group.agency, [m.article_id for m in group.members]) == (2, "Coast Wire", [1, 3])


def test_an_agency_that_credits_another_agency_is_not_the_origin():
    articles = [
        piece(1, "northwire", WIRE, 0, "Coast Wire"),
        piece(2, "coastwire", WIRE, 1),
        piece(3, "ledger", WIRE, 2, "North Wire"),
    ]
    [group] = copy_groups(articles, {"Coast Wire": "coastwire", "North Wire": "northwire"})
    assert group.origin == 2


def test_one_outlet_repeating_itself_is_no_group():
    assert copy_groups([piece(1, "ledger", WIRE), piece(2, "ledger", WIRE, 1)]) == []


def test_a_round_up_does_not_join_what_it_carries():
    other = " ".join(reversed(WIRE.split()))
    groups = copy_groups(
        [piece(1, "a", WIRE), piece(2, "b", other), piece(3, "c", f"{WIRE} {other}", 1), piece(4, "d", other, 2)]
    )
    assert {g.origin: sorted(shares(g)) for g in groups} == {1: [3], 2: [4]}


def test_order_of_input_does_not_matter():
    articles = [piece(n, f"outlet{n % 5}", text, n % 7) for n, text in enumerate([WIRE, OWN, RUSSIAN, ARABIC, WIRE + OWN] * 3)]
    expected = copy_groups(articles)
    for seed in range(5):
        assert copy_groups(random.Random(seed).sample(articles, len(articles))) == expected
    assert expected


def test_boilerplate_on_every_page_joins_nothing_and_stays_cheap():
    notice = "This material may not be published or rewritten without the written consent of its owners, all rights reserved."
    words = random.Random(7)
    bodies = [" ".join(f"w{words.randrange(50_000)}" for _ in range(120)) for _ in range(500)]
    articles = [piece(n, f"outlet{n}", f"{body} {notice}") for n, body in enumerate(bodies)]
    assert copy_groups(articles) == []
    [group] = copy_groups([*articles, piece(9999, "copycat", bodies[300], 1)])
    assert (group.origin, sorted(shares(group))) == (300, [9999])

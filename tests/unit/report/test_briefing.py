import os
from base64 import b64encode
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import html
from sample_report import CLAIMS, EMPTY, REPORT, claim

from media_monitor.report.briefing import render_html
from media_monitor.report.wording import link

GOLDEN = Path(__file__).parents[2] / "golden" / "briefing.html"

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</style><svg onload=alert(1)>",
    "</title><iframe srcdoc=evil>",
    "<!--",
    "]]><a href=https://evil.test>click</a>",
    "{{7*7}} {% raw %} {{ config }} ${7*7} #{7*7}",
    "&lt;b&gt; &amp;#60; &colon;",
    "\u202egnp.exe \u2066 left open",
    "javascript:alert(1)",
    "<bdi></bdi></bdi><plaintext>",
    "ｓｃｒｉｐｔ ＜script＞",
    "w" * 10_000,
    "Z\u0336\u0321a\u0334\u034el\u0335g\u0336o" * 40,
]
FIXED = {"stance", "kind", "severity", "story", "key"}


def filled(value, text):
    """`value` with every free text in it replaced by `text`."""
    if isinstance(value, tuple):
        return tuple(filled(item, text) for item in value)
    if not is_dataclass(value):
        return value
    free = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in FIXED}
    return replace(value, **{k: text if isinstance(v, str) else filled(v, text) for k, v in free.items()})


def dom(page):
    return html.document_fromstring(page)


def skeleton(page):
    """Every element with the names of its attributes, in order."""
    return [(element.tag, sorted(element.attrib)) for element in dom(page).iter()]


def with_url(url):
    return replace(REPORT, claims=(replace(CLAIMS[0], url=url),), casualties=(), stories=())


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_hostile_text_is_text_everywhere(text):
    page = render_html(filled(REPORT, text))
    assert skeleton(page) == skeleton(render_html(filled(REPORT, "harmless")))
    assert dom(page).text_content().count(text) > 50


def test_the_skeleton_would_show_an_injected_element():
    page = render_html(REPORT)
    assert skeleton(page.replace("Harbour Ledger</bdi>", "<b onclick=x>Harbour</b></bdi>", 1)) != skeleton(page)


@pytest.mark.parametrize("text", ["\x1b[31mred\x07", "nul\x00byte", "half \ud83d of a pair"])
def test_control_characters_and_lone_surrogates_are_shown_as_such(text):
    page = render_html(filled(REPORT, text))
    assert page.encode("utf-8")
    assert not set(page) & set("\x00\x07\x1b")
    assert "\ufffd" in page


def test_only_known_elements_and_attributes_and_nothing_that_loads_or_runs():
    tags = {element.tag for element in dom(render_html(REPORT)).iter()}
    names = {name for element in dom(render_html(REPORT)).iter() for name in element.attrib}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "form", "input", "base", "video", "audio"}
    assert not {name for name in names if name.startswith("on") or name in {"style", "src", "srcset", "action", "xlink:href"}}


def test_the_policy_allows_the_one_style_sheet_by_its_hash_and_nothing_else():
    page = dom(render_html(REPORT))
    [style] = page.xpath("//style")
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    digest = b64encode(sha256(style.text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style.text
    assert "@import" not in style.text


@pytest.mark.parametrize(
    "url", ["https://ledger.test/a?b=1&c=%20#d", "http://ledger.test", "https://xn--hfen-6qa.test/ä", "HTTPS://LEDGER.TEST/"]
)
def test_absolute_http_urls_become_links_that_tell_nothing(url):
    [anchor] = dom(render_html(with_url(url))).xpath("//a")
    assert dict(anchor.attrib) == {"rel": "noopener noreferrer", "href": url}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        " https://ledger.test/",
        "https://ledger.test/\n",
        "data:text/html,x",
        "vbscript:x",
        "//evil.test/a",
        "/relative",
        "https:evil.test",
        "https:///path",
        "https://user:secret@ledger.test/",
        "https://ledger.test\\@evil.test/",
        "https://[broken/",
        "ftp://ledger.test/",
        "https://ledger.test/\x00",
        "https://ledger.test/\u00a0",
        "",
    ],
)
def test_everything_else_stays_text(url):
    assert link(url) is None
    page = dom(render_html(with_url(url)))
    assert page.xpath("//a") == []
    assert url.replace("\x00", "\ufffd").strip() in page.text_content()


@pytest.mark.rel("J04")
def test_withheld_evidence_stands_behind_its_link():
    page = dom(render_html(replace(REPORT, claims=(replace(CLAIMS[0], evidence=None),))))
    assert "Sentence behind its link." in page.text_content()
    assert page.xpath("//blockquote") == []
    shown = dom(render_html(replace(REPORT, claims=(replace(CLAIMS[0], evidence="It stands here."),))))
    assert "behind its link" not in shown.text_content()
    assert [q.text_content() for q in shown.xpath("//blockquote[@dir='auto']")] == ["It stands here."]


@pytest.mark.rel("J04")
def test_each_sentence_stands_beside_a_link():
    for quote in dom(render_html(REPORT)).xpath("//blockquote"):
        assert len(quote.getparent().xpath(".//a[starts-with(@href, 'https://')]")) == 1


def test_negation_and_hedge_are_words_and_not_only_colours():
    rows = dom(render_html(REPORT)).xpath("//ol[@class='ledger']/li")
    said = [" ".join(row.xpath(".//p[@class='says']")[0].text_content().split()) for row in rows]
    assert "interior ministry not confirmed Amber Front" in said
    assert "port police suspected hedged Amber Front" in said
    assert "interior ministry confirmed Amber Front" in said


def test_the_ledger_is_in_order_of_the_time_a_stance_was_taken():
    page = dom(render_html(replace(REPORT, claims=CLAIMS[::-1])))
    [first, *_] = page.xpath("//ol[@class='ledger']")
    times = first.xpath("./li/time/@datetime")
    assert times == sorted(times)
    assert len(times) == 7


def test_claims_of_no_known_story_are_not_lost():
    page = dom(render_html(replace(REPORT, claims=(claim(1, "a mayor", "denied", None, "Coast Wire", None, story="gone"),))))
    assert "a mayor" in page.xpath("//article[h2='Other coverage']")[0].text_content()


def test_figures_of_no_story_are_listed_but_not_charted():
    loose = tuple(replace(figure, story=None) for figure in REPORT.casualties)
    assert len(dom(render_html(REPORT)).xpath("//figure[@class='steps']")) == 1
    page = dom(render_html(replace(REPORT, casualties=loose)))
    assert page.xpath("//figure[@class='steps']") == []
    assert len(page.xpath("//ul[@class='figures']/li")) == len(loose)


def test_the_sample_is_called_a_sample_and_real_news_is_not():
    assert "everything here is invented" in render_html(REPORT)
    assert "invented" not in dom(render_html(replace(REPORT, is_sample=False))).text_content()


def test_an_empty_window_says_so():
    assert "No claim and no figure in this window." in dom(render_html(EMPTY)).text_content()


def test_the_sample_briefing_is_the_golden_one():
    """MEDIA_MONITOR_GOLDEN=1 writes the golden page anew: look at it in a browser before you commit it."""
    page = render_html(REPORT)
    if os.environ.get("MEDIA_MONITOR_GOLDEN") == "1":
        GOLDEN.write_text(page, encoding="utf-8")
    assert page == GOLDEN.read_text(encoding="utf-8")

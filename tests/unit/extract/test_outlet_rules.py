"""Rules for single outlets."""

from __future__ import annotations

import pytest
from lxml import etree
from lxml.html import document_fromstring, tostring

from media_monitor.extract import outlet_rules

PAGE = "<html><body><nav>Front</nav><div id='story'><p>Two barges.</p><aside>Notices</aside></div><p>Elsewhere</p></body></html>"


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    made = outlet_rules.parsed("quay.test: {keep: '//div[@id=\"story\"]', drop: [//aside]}\nmill.test: {keep: //main}")
    monkeypatch.setattr(outlet_rules, "rules", lambda: made)


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        ("quay.test", "Two barges."),
        ("mill.test", "FrontTwo barges.NoticesElsewhere"),
        ("other.test", "FrontTwo barges.NoticesElsewhere"),
        (None, "FrontTwo barges.NoticesElsewhere"),
    ],
)
@pytest.mark.usefixtures("rules")
def test_a_rule_changes_the_pages_of_its_outlet_alone(domain: str | None, text: str) -> None:
    tree = document_fromstring(PAGE)
    outlet_rules.apply(tree, domain)
    assert tree.text_content() == text, tostring(tree)


def test_a_path_that_is_none_is_refused_when_the_rules_are_read() -> None:
    with pytest.raises(etree.XPathSyntaxError):
        outlet_rules.parsed("quay.test: {drop: ['//p[']}")


def test_the_rules_that_are_shipped_can_be_read() -> None:
    assert outlet_rules.rules()

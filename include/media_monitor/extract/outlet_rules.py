"""What single outlets put on their pages that no general rule knows: parts to drop, or to keep. Pure; `outlet_rules.yaml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import cast

import yaml
from lxml import etree
from lxml.html import HtmlElement

Path = Callable[[HtmlElement], list[HtmlElement]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Of one outlet. Paths are XPath 1.0 and find elements."""

    keep: Path | None
    """The story's element: what stands outside it goes, where the page has one."""
    drop: tuple[Path, ...]


def apply(tree: HtmlElement, domain: str | None) -> None:
    """Take off `tree` what the rule of the site says; without a rule nothing."""
    rule = rules().get(domain or "")
    if rule is None:
        return
    for path in rule.drop:
        for element in path(tree):
            element.drop_tree()
    kept = rule.keep(tree) if rule.keep else []
    body = tree.find("body")
    if kept and body is not None:
        body[:] = kept[:1]


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Rules by registrable domain, read once."""
    return parsed((resources.files("media_monitor.extract") / "outlet_rules.yaml").read_text("utf-8"))


def parsed(text: str) -> dict[str, Rule]:
    """Rules of the YAML. Raises lxml's XPathSyntaxError for a path that is none."""
    return {
        domain: Rule(_path(rule["keep"]) if "keep" in rule else None, tuple(map(_path, rule.get("drop", ()))))
        for domain, rule in yaml.safe_load(text).items()
    }


def _path(text: str) -> Path:
    return cast(Path, etree.XPath(text))

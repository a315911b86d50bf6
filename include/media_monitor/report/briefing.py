"""The briefing: a report as one self-contained HTML page, without scripts, images or requests.

Texts of the report come from strangers. Jinja2 escapes them, `bdi` and `dir=auto` isolate their direction, and a
Content-Security-Policy allows nothing but the page's own style sheet, by its hash.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from media_monitor.report import charts, wording
from media_monitor.report.model import Report
from media_monitor.report.sections import story_sections

if TYPE_CHECKING:
    from jinja2 import Environment


def render_html(report: Report) -> str:
    """The briefing of `report` as an HTML document; the same report gives the same text."""
    environment = _environment()
    return environment.get_template("briefing.html.j2").render(
        report=report, sections=story_sections(report), css=style(), policy=content_policy()
    )


def content_policy() -> str:
    """The Content-Security-Policy of a page that has `style()` as its one style sheet."""
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def style() -> str:
    """The page's style sheet, exactly as it stands between the tags: the policy's hash covers every character."""
    return files("media_monitor.report").joinpath("templates", "briefing.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    """Jinja2 with everything escaped and every missing name an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("media_monitor.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: wording.printable(value) if type(value) is str else value,
    )
    environment.filters |= {
        "link": wording.link,
        "stance_words": wording.stance_words,
        "clock": wording.clock,
        "number": wording.number,
        "counted": wording.counted,
    }
    environment.globals |= {
        "lanes": charts.stance_lanes,
        "toll": charts.toll_chart,
        "bars": charts.coverage_bars,
        "words": wording,
    }
    return environment

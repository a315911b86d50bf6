"""Every format that feeds come in gives the same entry."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from media_monitor.collect.feeds import parse
from media_monitor.collect.sitemap import children
from media_monitor.model import NotAFeed, ParsedFeed

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LINK, TITLE = "https://ledger.test/1", "Ferry runs again"
ITEM = f"<title>{TITLE}</title><link>{LINK}</link>"
DATED = f"{ITEM}<guid>g1</guid><pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate>"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
NEWS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
CHANNEL = "<title>The Ledger</title><link>https://ledger.test/</link>"

FORMATS = {
    "rss090": f'<rdf:RDF {RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel>{CHANNEL}</channel><item>{ITEM}</item></rdf:RDF>',
    "rss091u": f'<rss version="0.91"><channel>{CHANNEL}<item>{ITEM}</item></channel></rss>',
    "rss092": f'<rss version="0.92"><channel>{CHANNEL}<item>{ITEM}</item></channel></rss>',
    "rss20": f'<rss version="2.0"><channel>{CHANNEL}<item>{DATED}</item></channel></rss>',
    "rss10": f'<rdf:RDF {RDF} {DC} xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://ledger.test/rss">{CHANNEL}</channel>'
    f'<item rdf:about="{LINK}">{ITEM}<dc:date>2026-03-10T08:00:00Z</dc:date></item></rdf:RDF>',
    "atom03": f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>The Ledger</title><entry><title>{TITLE}</title>'
    f'<link rel="alternate" type="text/html" href="{LINK}"/><id>g1</id><issued>2026-03-10T08:00:00Z</issued></entry></feed>',
    "atom10": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Ledger</title><entry><title>{TITLE}</title>'
    f'<link href="{LINK}"/><id>g1</id><published>2026-03-10T08:00:00Z</published></entry></feed>',
    "json10": f'{{"version": "https://jsonfeed.org/version/1", "title": "The Ledger", "items": [{{"id": 1, "url": "{LINK}", '
    f'"title": "{TITLE}", "date_published": "2026-03-10T08:00:00Z"}}]}}',
    "json11": f'{{"version": "https://jsonfeed.org/version/1.1", "title": "The Ledger", "items": [{{"id": "g1", "url": "{LINK}", '
    f'"title": "{TITLE}", "date_published": "2026-03-10T08:00:00Z"}}]}}',
    "sitemap": f"<urlset {NEWS}><url><loc>{LINK}</loc><news:news><news:title>{TITLE}</news:title>"
    "<news:publication_date>2026-03-10T08:00:00Z</news:publication_date></news:news></url></urlset>",
}  # fmt: skip
UNDATED = {"rss090", "rss091u", "rss092"}


@pytest.mark.parametrize("version", FORMATS)
def test_every_format_is_read(version: str) -> None:
    parsed = parse(FORMATS[version].encode(), "https://ledger.test/rss", None, NOW)
    assert isinstance(parsed, ParsedFeed)
    assert (parsed.version, parsed.is_malformed, parsed.fault) == (version, False, None)
    (entry,) = parsed.entries
    assert (entry.link, entry.title) == (LINK, TITLE)
    assert entry.published_at == (None if version in UNDATED else datetime(2026, 3, 10, 8, tzinfo=UTC))


INDEX = (
    b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    b"<sitemap><loc> https://ledger.test/a.xml </loc></sitemap>"
    b"<sitemap><loc>https://ledger.test/b.xml</loc><lastmod>2026-03-09</lastmod></sitemap>"
    b"<sitemap><loc>https://ledger.test/c.xml</loc><lastmod>2026-03-10T08:00:00Z</lastmod></sitemap></sitemapindex>"
)


def test_a_sitemap_index_leads_to_its_sitemaps_the_newest_first() -> None:
    assert children(INDEX) == [f"https://ledger.test/{name}.xml" for name in "cba"]
    assert (children(FORMATS["sitemap"].encode()), children(b"<sitemapindex>"), children(b"\0")) == ([], [], [])
    found = parse(INDEX, "https://ledger.test/sitemap.xml", None, NOW)
    assert isinstance(found, NotAFeed)
    assert "an index of 3 sitemaps; list the one with the news, such as https://ledger.test/c.xml" in found.detail

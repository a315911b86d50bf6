"""Google News sitemaps: the feed of outlets that have none. Pure; entities and network are off."""

from __future__ import annotations

from lxml import etree

from media_monitor.collect.raw_feed import NotAFeedError, RawFeed, RawItem


def read(body: bytes) -> RawFeed:
    """The news in the sitemap `body`. Raises NotAFeedError for a sitemap without news, XMLSyntaxError for broken XML.

    Addresses without a `news:news` part are pages of any kind and age, so they are left out.
    """
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    items = [item for url in root.iterfind("{*}url") if (item := _item(url)) is not None]
    if not items:
        raise NotAFeedError("a sitemap without news entries; feeds are lists of articles with titles")
    return RawFeed("sitemap", items=items)


def _item(url: etree._Element) -> RawItem | None:
    """The news item of one `url` element, or None."""
    if (news := url.find("{*}news")) is None:
        return None
    return RawItem(link=url.findtext("{*}loc"), title=news.findtext("{*}title"), date=news.findtext("{*}publication_date"))

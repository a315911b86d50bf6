"""Google News sitemaps: the feed of outlets that have none. Pure; entities and network are off."""

from __future__ import annotations

from lxml import etree

from media_monitor.collect.raw_feed import NotAFeedError, RawFeed, RawItem


def read(body: bytes) -> RawFeed:
    """The news in the sitemap `body`. Raises NotAFeedError for a sitemap without news, XMLSyntaxError for broken XML.

    Addresses without a `news:news` part are pages of any kind and age, so they are left out.
    """
    root = _root(body)
    if children := _children(root):
        raise NotAFeedError(f"an index of {len(children)} sitemaps; list the one with the news, such as {children[0]}")
    items = [item for url in root.iterfind("{*}url") if (item := _item(url)) is not None]
    if not items:
        raise NotAFeedError("a sitemap without news entries; feeds are lists of articles with titles")
    return RawFeed("sitemap", items=items)


def children(body: bytes) -> list[str]:
    """Addresses of the sitemaps in the sitemap index `body`, those changed last first; none where it is no index."""
    try:
        return _children(_root(body))
    except etree.XMLSyntaxError:
        return []


def _root(body: bytes) -> etree._Element:
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _children(root: etree._Element) -> list[str]:
    """Dates as sitemaps write them (W3C) sort as text."""
    listed = [(entry.findtext("{*}lastmod") or "", entry.findtext("{*}loc") or "") for entry in root.iterfind("{*}sitemap")]
    return [address.strip() for _, address in sorted(listed, key=lambda pair: pair[0].strip(), reverse=True) if address.strip()]


def _item(url: etree._Element) -> RawItem | None:
    """The news item of one `url` element, or None."""
    if (news := url.find("{*}news")) is None:
        return None
    return RawItem(link=url.findtext("{*}loc"), title=news.findtext("{*}title"), date=news.findtext("{*}publication_date"))

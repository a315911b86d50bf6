"""Addresses: one canonical form per page, the site it belongs to, and which claims about it to believe.

Parsing is WHATWG's (ada), never urllib's: the two disagree on the host of four in ten hostile addresses.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

import ada_url
import tldextract

URL_LIMIT = 2_048
"""Longest address kept, in characters; longer ones are traps or tokens."""

_TRACKING_PREFIXES = (
    "utm_", "at_custom", "at_medium", "at_campaign", "mc_", "pk_", "piwik_", "mtm_", "matomo_", "hsa_", "_hs",
    "vero_", "oly_",
)  # fmt: skip
_TRACKING = frozenset({
    "__s", "__twitter_impression", "_ga", "_gl", "amp", "cmp", "cmpid", "cx_artpos", "cx_testid", "cx_testvariant",
    "dclid", "fbclid", "feedname", "feedtype", "ftag", "gbraid", "gclid", "gclsrc", "guccounter", "guce_referrer",
    "guce_referrer_sig", "icid", "igsh", "igshid", "ito", "li_fat_id", "mkt_tok", "msclkid", "ncid", "ns_campaign",
    "ns_fee", "ns_linkname", "ns_mchannel", "ns_source", "ocid", "outputtype", "rb_clickid", "ref_src", "ref_url",
    "s_cid", "smid", "smtyp", "soc_src", "soc_trk", "spm", "sr_share", "trk", "trkcampaign", "ttclid", "twclid",
    "usqp", "wbraid", "wt_mc", "wt_zmc", "xtor", "yclid", "ysclid",
})  # fmt: skip
"""Query parameters, in lower case, that say how a reader came and never which page this is: not `id`, `p`, `page`."""

_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~")
"""Characters that mean the same escaped or not (RFC 3986 §2.3); '.' stays escaped, for it may make a path segment."""

_AMP_CACHE = re.compile(
    r"^https?://(?:(?:www\.)?google\.[a-z.]{2,6}/amp/|(?:[a-z0-9-]+\.)?cdn\.ampproject\.org/[cvir]/)(s/)?(.+)$"
)
_REPLAY = re.compile(r"^https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/{1,2}.+)$")
_AMP_SUFFIX = re.compile(r"(?<=[^/])(?:/amp/?$|\.amp(?=(?:\.html?)?$))", re.IGNORECASE)
_DEFAULT_PORT = {"http:": "80", "https:": "443"}
_PLAIN = re.compile(
    r"https?://(?!web\.archive\.org/)(?!(?:www\.)?google\.)(?!(?:[a-z0-9-]+\.)?cdn\.ampproject\.org/)"
    r"(?:(?!xn--)[a-z0-9][a-z0-9-]*\.)+(?!xn--)[a-z]{2,}(?:/[A-Za-z0-9_~-]+)*/(?:[A-Za-z0-9_~-]+(?:\.html?)?)?"
)
"""Addresses in which there is nothing to change: most of a feed's links. To see that takes a twentieth of parsing them."""


def canonicalise(url: str) -> str | None:
    """The one form of an http(s) address, or None where it is none (or is longer than 2,048 characters).

    Removes: credentials, default port, fragment, session ids, tracking parameters, AMP and replay wrappings, needless escapes.
    Keeps: scheme, host, the case of the path, every other parameter and its order. Idempotent.
    """
    if len(url) <= URL_LIMIT and _PLAIN.fullmatch(url) and not _AMP_SUFFIX.search(url):
        return url
    text = url.strip()
    for _ in range(8):  # wrappings may be nested; each round either changes the address or ends
        cleaned = _clean(text)
        if cleaned is None or cleaned == text:
            return cleaned if cleaned is not None and len(cleaned) <= URL_LIMIT else None
        text = cleaned
    return None


def registrable_domain(url: str) -> str | None:
    """The part of the host one registers (example.co.uk; blogs on shared hosts count as their own). None without a host.

    An address of numbers is its own domain; below a suffix that no list knows it is the last two labels.
    """
    try:
        host = ada_url.URL(url).hostname.rstrip(".")
    except ValueError:
        return None
    if not host:
        return None
    parts = _suffixes()(host)
    if parts.top_domain_under_public_suffix:
        return str(parts.top_domain_under_public_suffix)
    return host if host.startswith("[") or host.replace(".", "").isdigit() else ".".join(host.split(".")[-2:])


def accepted_canonical(page_url: str, declared: str | None) -> str | None:
    """Canonical form of what a page declares (rel=canonical, og:url) where it may be believed, else None.

    Refused: another site, the site's root, a section above the page, and a path whose identifying parameter was dropped.
    Whether many pages declare the same address cannot be seen here: that is the loader's to refuse.
    """
    try:
        joined = ada_url.join_url(page_url, declared.strip()) if declared else ""
    except ValueError:
        return None
    theirs, ours = canonicalise(joined), canonicalise(page_url)
    if theirs is None or ours is None or registrable_domain(theirs) != registrable_domain(ours):
        return None
    their, our = ada_url.URL(theirs), ada_url.URL(ours)
    their_path, our_path = their.pathname.rstrip("/"), our.pathname.rstrip("/")
    if not their_path and not their.search:
        return None
    if our_path.startswith(their_path + "/"):
        return None
    drops_identity = their_path == our_path and not their.search and any(c.isdigit() for c in our.search)
    return None if drops_identity else theirs


def _clean(text: str) -> str | None:
    """One round of `canonicalise`."""
    if wrapped := _REPLAY.match(text):
        return re.sub(r"^(https?):/+", r"\1://", wrapped[1])
    if wrapped := _AMP_CACHE.match(text):
        return f"{'https' if wrapped[1] else 'http'}://{wrapped[2]}"
    try:
        url = ada_url.URL(text)
    except ValueError:
        return None
    if url.protocol not in _DEFAULT_PORT or not url.hostname:
        return None
    path = _AMP_SUFFIX.sub("", _SESSION.sub("", _plain_escapes(url.pathname)))
    query = "&".join(p for p in _plain_escapes(url.search.removeprefix("?")).split("&") if p and not _is_tracking(p))
    address = f"{url.protocol}//{url.host}{path}" + (f"?{query}" if query else "")
    try:
        return str(ada_url.URL(address).href)
    except ValueError:
        return None


def _is_tracking(parameter: str) -> bool:
    name = unquote(parameter.partition("=")[0]).lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _plain_escapes(text: str) -> str:
    """Escapes of unreserved characters resolved, all others in upper case."""

    def plain(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    while (resolved := _ESCAPE.sub(plain, text)) != text:  # resolving one may complete another: %4%31
        text = resolved
    return text


@lru_cache(maxsize=1)
def _suffixes() -> tldextract.TLDExtract:
    """The public suffix list that comes with the package: no network, no cache on disk."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def host_of(canonical_url: str) -> str:
    """Host (with port, where it has one) of a canonical URL."""
    return canonical_url.partition("://")[2].partition("/")[0]

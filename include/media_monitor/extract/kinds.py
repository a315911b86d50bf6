"""What a page is, where it is not an article: consent wall, login, error page, hub, gallery; and whether it shows a stub only."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from media_monitor.extract import jsonld

SHORT_TEXT = 600
"""Characters below which a text may be a wall in front of the article rather than the article."""

STUB_LENGTH = int(2.5 * SHORT_TEXT)
"""Characters from which on a text is never a stub."""

_CONSENT = re.compile(
    r"before you continue|we (and our (\d+ )?partners )?(value|respect|care about) your privacy|"
    r"manage (your )?(cookie|privacy|consent)|"
    r"accept all( cookies)?|consent to (the use of )?cookies|(your|cookie) (consent|preferences|choices)|"
    r"store and/or access information|"
    r"ihre (zustimmung|einwilligung)|alle akzeptieren|tout accepter|accepter et continuer|gestion des cookies|aceptar todo|"
    r"принять все|прийняти всі|согласие на обработку|згоду на обробку|الموافقة على ملفات",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"^\W*(log ?in|sign ?in|anmelden|connexion|se connecter|iniciar sesión|вход|вхід|увійти|войти|تسجيل الدخول)\b|"
    r"(please )?(log|sign) in to (continue|your account|read|view|access)|forgot(ten)? (your )?password|create (an )?account",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"^\W*(error )?(404|403|410|500|502|503)\b|page (not found|does(n['’]t| not) exist|cannot be found|"
    r"unavailable)|\bnot found\b|access (denied|to this page has been denied)|"
    r"(are you|verify (that )?you are) (a )?(human|robot)|just a moment\.\.\.|attention required|"
    r"enable (javascript|cookies) (and|to)|"
    r"seite (wurde )?nicht gefunden|page (introuvable|non trouvée)|página no encontrada|страница не найдена|"
    r"сторінк\w+ не знайдено|الصفحة غير موجودة",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"(subscribe|sign up|register|log in|join)( now| today)? (to|and) (continue|keep|read|unlock|get full)|"
    r"(already|become) a(n)? (subscriber|member)\b|"
    r"(this (article|content|story) is|exclusive|available (only )?)(for| to)? ?(our )?(paying |paid |"
    r"premium )?(subscribers|members)( only)?|to (continue|keep) reading|"
    r"reached your (free )?(article )?limit|unlock this article|start your (free )?trial|réservé aux abonnés|"
    r"pour lire la suite|jetzt weiterlesen|nur für abonnenten|"
    r"exclusivo para suscriptores|для подписчиков|оформите подписку|лише для передплатників|للمشتركين فقط",
    re.IGNORECASE,
)
_GALLERY_TYPES = frozenset(
    {"ImageGallery", "MediaGallery", "VideoGallery", "CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"}
)
_GALLERY_PATH = re.compile(
    r"/(gallery|galleries|photos?|pictures|slideshow|fotostrecke|diaporama|fotogaleria|fotoreportazh)s?(/|$|-)", re.IGNORECASE
)
_LISTING_PATH = re.compile(
    r"/(tags?|topics?|category|categories|section|search|archives?|authors?|page/\d+|latest|live)/?([^/]{0,40}/?)?$",
    re.IGNORECASE,
)

_LIVE_PATH = re.compile(
    r"(^|/)(live-?blogs?|live-?(news|updates?|coverage)|live)/([^/]+/)*[^/]*-[^/]*|[-/]live-?(updates?|blog)\b", re.IGNORECASE
)

_HUB_LINKS = 25
_HUB_TEASERS = 8


def wall(title: str | None, text: str) -> str | None:
    """Name of the wall that a short text is (consent wall, login, error page), or None."""
    if len(text) >= SHORT_TEXT:
        return None
    heading, whole = title or "", f"{title or ''}\n{text}"
    if _ERROR.search(heading) or (len(text) < SHORT_TEXT / 2 and _ERROR.search(text)):
        return "error page"
    if _CONSENT.search(heading) or len(_CONSENT.findall(whole)) >= 2:
        return "consent wall"
    if _LOGIN.search(heading) or (len(text) < SHORT_TEXT / 2 and _LOGIN.search(text)):
        return "login"
    return None


def listing(tree: HtmlElement, all_nodes: list[jsonld.Node], url: str, story: list[str]) -> str | None:
    """'gallery' or 'hub' where the page lists pictures or other stories and tells none; None for an article.

    An article may be one sentence: what speaks for a hub is the weight of links beside a text without a paragraph, never the
    text's shortness alone.
    """
    told = sum(len(p) for p in story if len(p) > 80 and p.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "。", "؟")))
    if told >= SHORT_TEXT:
        return None
    path = url.partition("://")[2].partition("?")[0].partition("/")[2]
    declared = {t for n in all_nodes for t in jsonld.types(n)}
    is_declared = any(jsonld.is_article(n) for n in all_nodes) or _says_article(tree)
    if is_declared and story:
        return None
    pictures = len(tree.xpath(".//figure | .//img[ancestor::main or ancestor::article]"))
    if (_GALLERY_PATH.search(f"/{path}") or declared & {"ImageGallery", "MediaGallery", "VideoGallery"}) and pictures >= 4:
        return "gallery"
    is_root = not path.strip("/") or bool(_LISTING_PATH.search(f"/{path}")) or bool(declared & _GALLERY_TYPES)
    teasers = _teasers(tree)
    if teasers >= _HUB_LINKS or (is_root and teasers >= _HUB_TEASERS):
        return "hub" if told < SHORT_TEXT / 2 or is_root else None
    return "hub" if is_root and told == 0 else None


def is_live(all_nodes: list[jsonld.Node], url: str) -> bool:
    """Whether the page is a live blog: its text is an article's, but grows from one look to the next."""
    path = url.partition("://")[2].partition("?")[0].partition("/")[2]
    return bool(_LIVE_PATH.search(path)) or any("LiveBlogPosting" in jsonld.types(n) for n in all_nodes)


def is_stub(tree: HtmlElement, node: jsonld.Node, text: str, last_lines: str) -> bool:
    """Whether the page keeps the rest of the article behind a paywall.

    Either it says so for machines (isAccessibleForFree) while showing little, or it asks for money where the text breaks off.
    """
    says_paid = str(node.get("isAccessibleForFree", "")).strip().lower() in {"false", "no"} or _meta_locked(tree)
    asks = bool(_PAYWALL.search(last_lines))
    length = len(text)
    return (says_paid and length < 1.5 * SHORT_TEXT) or (asks and length < STUB_LENGTH)


def _teasers(tree: HtmlElement) -> int:
    """Links that read like headlines: five words or more, outside navigation and footer."""
    links = tree.xpath(".//a[@href][not(ancestor::nav or ancestor::footer or ancestor::aside)]")
    return sum(len(a.text_content().split()) >= 5 for a in links[:600])


def _says_article(tree: HtmlElement) -> bool:
    return bool(
        tree.xpath("boolean(.//meta[@property='og:type' and @content='article'] | .//meta[@property='article:published_time'])")
    )


def _meta_locked(tree: HtmlElement) -> bool:
    tiers = tree.xpath(".//meta[@name='article:content_tier' or @property='article:content_tier']/@content")
    return any(tier in {"locked", "metered"} for tier in tiers)

"""Bytes of a page to one parsed tree: charset, control characters, and limits that keep a page from costing minutes."""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

EXTRACT_LIMIT = 5 * 1024 * 1024
"""Most bytes of a page that are looked at: the cap of a live fetch."""

DEPTH_LIMIT = 200
"""Deepest nesting extracted. One of 996 real pages passes 100; the extractor's own recursion fails some way above 200."""

ELEMENT_LIMIT = 30_000
"""Most elements extracted: about twelve seconds of one CPU. The longest of 996 real pages has 5,144."""

ATTRIBUTE_LIMIT = 2_000
"""Most attributes of one element: the parser's time grows with their square."""

GARBAGE_SHARE = 0.05
"""Share of control and undecodable characters from which on a page is no text."""

_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)
"""Every element is a plain HtmlElement: lxml.html's own parser asks Python for the class of each."""

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ATTRIBUTE = r"\s++[A-Za-z_:][\w:.-]*+(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>=]++))?+"
_CROWDED_TAG = re.compile(rf"<[A-Za-z][\w-]*+(?:{_ATTRIBUTE}){{{ATTRIBUTE_LIMIT}}}+")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes((*range(9), 11, 12, *range(14, 32), 127))

_AS_BROWSERS_READ = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949",
    "shift_jis": "cp932", "iso8859-9": "cp1254", "tis-620": "cp874",
}  # fmt: skip
"""Charsets that browsers read as their supersets (WHATWG Encoding Standard, names and labels)."""


class UnreadableError(ValueError):
    """The bytes cannot become a tree worth reading; the message is a short fixed reason."""


def parse(body: bytes, charset: str | None) -> HtmlElement:
    """Tree of an HTML page. `charset`: from the HTTP header. Raises UnreadableError."""
    body = body[:EXTRACT_LIMIT]
    raw = decode(body, charset)
    has_controls = len(body.translate(None, _CONTROL_BYTES)) < len(body)  # an expression over the text takes four times as long
    text = _XML_DECLARATION.sub("", _CONTROL.sub("", raw) if has_controls else raw)
    if not text.strip():
        raise UnreadableError("empty")
    if len(raw) - len(text) + text.count("\ufffd") > GARBAGE_SHARE * len(raw) + 200:
        raise UnreadableError("not text")
    if _CROWDED_TAG.search(text):
        raise UnreadableError("too many attributes")
    parser = etree.HTMLParser(collect_ids=False, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        tree = document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError("empty") from error
    _check_size(tree)
    return tree


def decode(body: bytes, charset: str | None) -> str:
    """Text of `body`. A byte order mark decides, then valid UTF-8 (nothing else is), then what header and page declare."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = [_codec(name) for name in (charset, *_declared_in(body))]
    if b"\x1b$" in body[:65536] and "iso2022_jp" in declared:
        return body.decode("iso2022_jp", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(body) - 4:  # cut inside the last character
            return body.decode("utf-8", "ignore")
    for name in declared:
        if name and name != "utf-8":
            return body.decode(name, "replace")
    return body.decode("utf-8" if "utf-8" in declared else _guess(body), "replace")


def _declared_in(body: bytes) -> tuple[str | None, str | None]:
    head = body[:4096]
    meta, xml = _META_CHARSET.search(head), _XML_CHARSET.match(head)
    return (meta[1].decode("ascii") if meta else None, xml[1].decode("ascii") if xml else None)


def _codec(name: str | None) -> str | None:
    """Python's name of a text encoding that a page may use, else None (Python also knows 'zlib' and 'unicode_escape')."""
    try:
        info = codecs.lookup(name or "")
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in {
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "idna",
        "punycode",
        "utf-7",
    }:
        return None
    return _AS_BROWSERS_READ.get(info.name, info.name)


def _guess(body: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(body[:65536]).best()
    return best.encoding if best else "cp1252"


def _check_size(tree: HtmlElement) -> None:
    """Raise UnreadableError where the tree is so deep or large that extraction would take minutes."""
    if tree.xpath("count(.//*)") > ELEMENT_LIMIT:
        raise UnreadableError("too many elements")
    if tree.xpath(f"boolean({'/*' * DEPTH_LIMIT})"):
        raise UnreadableError("nested too deep")

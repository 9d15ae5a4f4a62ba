"""From bytes to one tree: what the bytes are, how they are encoded, and their parse."""

import re

from lxml import etree, html
from lxml.html import HtmlElement
from w3lib.encoding import html_to_unicode

from models.items import Rejected

_SIGNATURES = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a RIFF file",
    b"PK\x03\x04": "a ZIP file",
    b"\x1f\x8b": "gzip data",
    b"WARC/": "a WARC file",
}
_HTML_TYPES = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/xml",
    "text/xml",
    "application/octet-stream",
)
_TAG = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|title|meta|div|p|article|h1|img|figure)\b", re.IGNORECASE)
_NOT_UTF8_WITHIN_ASCII = (b"\x1b", b"~{")
"""ISO-2022 and HZ encodings are made of ASCII bytes, so they would pass for UTF-8."""
_UNSEEN = re.compile("[\u200b\u2060\ufeff\ufffe\uffff]")
"""Characters of no width that only allow or forbid a line break, which would stand between a word and its full stop;
and two that are none."""
_UNSEEN_ENTITY = re.compile(r"&(?:#(?:8203|8288|65279|[xX](?:200[bB]|2060|[fF][eE][fF][fF]))|ZeroWidthSpace);")
_CONTROLS = bytes((*range(9), *range(14, 32)))
"""Characters that no XML text may hold, which the tree takes from the page but not from us."""
_BREAKS = bytes.maketrans(b"\x0b\x0c", b"  ")
_SHORTCODE = re.compile(r"\[/?(?:wp_)?caption(?:\s[^\[\]<>]{0,400})?\]")
"""What WordPress puts around a picture and its caption, printed as text where the theme did not read it."""


def parse_page(body: bytes, content_type: str | None) -> HtmlElement:
    """The root ``html`` element of the page, comments left out.

    Raises ``Rejected``: ``empty``, or ``not_html`` with what it is instead.
    """
    if not body.strip(b"\0 \t\r\n"):
        raise Rejected("empty", "the answer has no content")
    _refuse_other_types(body, content_type)
    return _root(decode(body, content_type))


def _refuse_other_types(body: bytes, content_type: str | None) -> None:
    start = body.lstrip()[:16]
    for signature, what in _SIGNATURES.items():
        if start.startswith(signature):
            raise Rejected("not_html", f"this is {what}")
    media_type = (content_type or "text/html").partition(";")[0].strip().lower()
    if not _TAG.search(body.replace(b"\0", b"")) and not _TAG.search(body.decode("utf-16", "ignore").encode()):
        raise Rejected("not_html", f"no HTML tag in it; sent as {media_type}")
    if media_type and media_type not in _HTML_TYPES:
        raise Rejected("not_html", f"sent as {media_type}")


def decode(body: bytes, content_type: str | None) -> str:
    """The page as text. Bytes that are valid UTF-8 are UTF-8 whatever the headers say, since other encodings yield
    valid UTF-8 by chance only in pure ASCII; else byte-order mark, header and ``meta`` decide, and at last cp1252."""
    if not any(mark in body for mark in _NOT_UTF8_WITHIN_ASCII) and body.count(b"\0") * 4 < len(body):
        text = _as_utf8(body)
        if text is not None:
            return text
    encoding, text = html_to_unicode(content_type, body, default_encoding="cp1252", auto_detect_fun=_guess)
    if encoding == "utf-8" and _is_single_byte(text):
        return body.decode("cp1252", "replace")
    return text


def _as_utf8(body: bytes) -> str | None:
    """The text if the bytes are UTF-8 without a fault, else null."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _is_single_byte(text: str) -> bool:
    """Whether text that was declared and read as UTF-8 never was: not a letter beyond ASCII came out whole."""
    damaged = text.count("\ufffd")
    return damaged > 0 and sum(not char.isascii() for char in text) == damaged


def _guess(body: bytes) -> str | None:
    """An encoding for bytes that declare none: UTF-8 if but a few bytes are damaged, UTF-16 by its many NULs."""
    if body.count(b"\0") * 4 >= len(body):
        return "utf-16-le" if body[1:2] == b"\0" else "utf-16-be"
    damaged = body.decode("utf-8", "replace").count("\ufffd")
    return "utf-8" if damaged * 200 < len(body) - len(body.decode("ascii", "ignore")) + 200 else None


def _root(text: str) -> HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    text = _UNSEEN.sub("", text) if _UNSEEN.search(text) else text
    text = _UNSEEN_ENTITY.sub("", text)
    if "caption" in text:
        text = _SHORTCODE.sub("", text)
    payload = text.encode("utf-8", "replace").translate(_BREAKS, _CONTROLS)
    try:
        root = html.document_fromstring(payload, parser=parser)
    except etree.ParserError as error:
        raise Rejected("empty", "no element in it") from error
    if not isinstance(root, HtmlElement):
        raise Rejected("not_html", "the parser found no HTML element")
    return root

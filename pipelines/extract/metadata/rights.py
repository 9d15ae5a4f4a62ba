"""What a page says of rights in its text: licence, copyright, and what it asks of machines."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extract.candidates import Found, all_of, first_of
from pipelines.extract.head import MetaTags, absolute_url, clean
from pipelines.extract.metadata.http_rights import DIRECTIVES

_LICENCE_LINKS = etree.XPath("//*[contains(@rel, 'license') or contains(@href, 'creativecommons.org/')][@href]")
_MAY_LINK: Final = (b"creativecommons.org/", b'rel="license')
"""What the bytes of a page with such a link hold: a fifth of the time that the walk through the tree takes."""
_CREATIVE_COMMONS = re.compile(
    r"\bcc[ -](?:by|0|zero)\b|creative ?commons(?!\w)|creativecommons\.org/(?:licenses|publicdomain)/", re.IGNORECASE
)
_LICENCE_META: Final = ("dcterms.license", "dc.rights.license", "license", "licence", "cc:license")
_RIGHTS_META: Final = ("dc.rights", "dcterms.rights", "rights", "copyright", "dcterms.rightsholder")
_TDM: Final = ("tdm-reservation", "tdm-policy")
_OF_A_PICTURE: Final = frozenset(["figure", "figcaption", "picture", "aside"])
_PICTURE_NAMES = re.compile(r"caption|credit|image|photo|picture|media|comment|gallery", re.IGNORECASE)
_ABOVE: Final = 4
"""Elements above a link that are looked at for what it belongs to."""
_LONGEST: Final = 400
"""Characters of a notice; what is longer is terms of use."""

Node = dict[str, Any]


def read_licence(tree: HtmlElement, body: bytes, meta: MetaTags, article: Node | None, url: str) -> Found[str | None]:
    """The licence of the text: its URL, or its name where there is no URL. A picture's licence is not the text's.

    ``body``: the bytes that ``tree`` was parsed from."""
    links = (
        [link for link in _LICENCE_LINKS(tree) if not _of_a_picture(link)]
        if any(sign in body for sign in _MAY_LINK)
        else []
    )
    return first_of("licence", _licences(links, meta, article or {}, url))


def _licences(
    links: Iterable[HtmlElement], meta: MetaTags, article: Node, url: str
) -> Iterator[tuple[str, str | None]]:
    yield "json-ld:license", _address_or_text(article.get("license"), url)
    for link in links:
        if "license" in (link.get("rel") or "").lower().split():
            yield "rel:license", absolute_url(link.get("href"), url)
    for name in (*_LICENCE_META, *_RIGHTS_META):
        for content in meta.get(name, ())[:1]:
            if name in _LICENCE_META or _CREATIVE_COMMONS.search(content):
                yield f"meta:{name}", absolute_url(content, url) if content.startswith("http") else content
    for link in links:
        if _CREATIVE_COMMONS.search(link.get("href") or ""):
            yield "link", absolute_url(link.get("href"), url)


def _of_a_picture(link: HtmlElement) -> bool:
    at: HtmlElement | None = link
    for _ in range(_ABOVE):
        if at is None or at.tag in ("body", "article", "main"):
            return False
        if at.tag in _OF_A_PICTURE or _PICTURE_NAMES.search(at.get("class") or ""):
            return True
        at = at.getparent()
    return False


def read_copyright(
    meta: MetaTags, article: Node | None, nodes: Iterable[Node], printed: str | None = None
) -> Found[str | None]:
    """The copyright notice or holder. ``printed``: a notice in the article's own last lines, which is the most
    particular; JSON-LD and meta elements often name the house for every page."""
    node = article or {}
    names = {other["@id"]: other for other in nodes if isinstance(other.get("@id"), str) and other.get("name")}
    holder = _address_or_text(_resolved(node.get("copyrightHolder"), names), "", name_first=True)
    offers = [
        ("text", printed),
        ("json-ld:copyrightNotice", _address_or_text(node.get("copyrightNotice"), "")),
        ("json-ld:copyrightHolder", holder),
        *((f"meta:{name}", meta[name][0]) for name in _RIGHTS_META if name in meta),
    ]
    return first_of("copyright", [(source, text) for source, text in offers if text and len(text) <= _LONGEST])


def _resolved(value: Any, names: dict[str, Node]) -> Any:
    """A node that is only pointed to, as it stands elsewhere in the page."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and not value.get("name"):
        return names.get(str(value.get("@id")))
    return value


def _address_or_text(value: Any, url: str, *, name_first: bool = False) -> str | None:
    """A URL made absolute, a name, or a text; null for anything else."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        keys = ("name", "url", "@id") if name_first else ("url", "@id", "name", "text")
        value = next((value[key] for key in keys if isinstance(value.get(key), str) and value[key]), None)
    if not isinstance(value, str):
        return None
    text = clean(value[: 2 * _LONGEST])
    return (absolute_url(text, url) if url and (text.startswith(("http", "/"))) else text) or None


def read_rights_signals(
    meta: MetaTags, article: Node | None, url: str, stated: Iterable[str] = ()
) -> Found[tuple[str, ...]]:
    """Robots directives that bear on use, the TDM reservation, and where use can be asked for or read of.

    ``stated``: what headers and ``tdmrep.json`` say, as in ``Hints.rights_signals``. Of two reservations the one nearer
    to the text counts, as TDMRep has it: the page's before the header's, the header's before the site's.
    """
    outside = (tuple(one.split(" ", 1)) for one in stated)
    offers = [*_signals(meta, article or {}, url), *((place[0], place[1]) for place in outside if len(place) == 2)]
    nearest: dict[str, str] = {}
    for _, signal in offers:
        kind = signal.partition("=")[0]
        if kind in _TDM:
            nearest.setdefault(kind, signal)
    return all_of(
        "rights_signals",
        ((place, signal) for place, signal in offers if nearest.get(signal.partition("=")[0], signal) == signal),
    )


def _signals(meta: MetaTags, article: Node, url: str) -> Iterator[tuple[str, str]]:
    for content in meta.get("robots", ()):
        for directive in re.split(r"[\s,;]+", content.lower()):
            if directive in DIRECTIVES:
                yield "meta:robots", directive
    for content in meta.get("tdm-reservation", ())[:1]:
        if content in ("0", "1"):
            yield "meta:tdm-reservation", f"tdm-reservation={content}"
    for content in meta.get("tdm-policy", ())[:1]:
        if policy := absolute_url(content, url):
            yield "meta:tdm-policy", f"tdm-policy={policy}"
    for key, signal in (("acquireLicensePage", "acquire-licence"), ("usageInfo", "usage-info")):
        if page := _address_or_text(article.get(key), url):
            yield f"json-ld:{key}", f"{signal}={page}"

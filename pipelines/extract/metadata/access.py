"""Whether the whole text is open to everyone, as the page declares it."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pipelines.extract.candidates import Candidate, Found
from pipelines.extract.head import MetaTags

_TIERS: Final = {"free": False, "locked": True, "paid": True, "premium": True, "subscriber": True, "metered": True}
"""``article:content_tier``. A meter is a paywall for whoever has used up the month's articles, and schema.org's
``isAccessibleForFree`` counts it as one."""
_TIER_META: Final = ("article:content_tier", "og:article:content_tier", "article_content_tier", "content_tier")
_TRUTH: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_FREE: Final = "isAccessibleForFree"


def read_paywalled(
    meta: MetaTags, article: dict[str, Any] | None, nodes: Iterable[dict[str, Any]]
) -> Found[bool | None]:
    """Whether the page says that its article is for subscribers; null if it says nothing. The article's node in
    JSON-LD is believed before its parts, and these before meta elements and the page's other nodes."""
    stated = list(_stated(meta, article or {}, nodes))
    candidates = tuple(
        Candidate(field="paywalled", text="yes" if paid else "no", source=source, taken=number == 0)
        for number, (source, paid) in enumerate(stated)
    )
    return Found(stated[0][1] if stated else None, candidates)


def _stated(meta: MetaTags, article: dict[str, Any], nodes: Iterable[dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    if (free := _truth(article.get(_FREE))) is not None:
        yield f"json-ld:{_FREE}", not free
    # Parts are marked up to say which of them are closed: one closed part closes the whole.
    parts = [free for part in _listed(article.get("hasPart")) if (free := _truth(part.get(_FREE))) is not None]
    if parts:
        yield "json-ld:hasPart", not all(parts)
    for content in meta.get(_FREE.lower(), ())[:1]:
        if (free := _truth(content)) is not None:
            yield f"itemprop:{_FREE}", not free
    for name in _TIER_META:
        tier = meta[name][0].strip().lower() if name in meta else ""
        if tier in _TIERS:
            yield f"meta:{name}", _TIERS[tier]
    for node in nodes:
        if node is not article and (free := _truth(node.get(_FREE))) is not None:
            yield f"json-ld:{_FREE} of another node", not free


def _truth(value: Any) -> bool | None:
    """A boolean as JSON-LD states it: itself, a word, or schema.org's address of one."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool):
        return value
    return _TRUTH.get(value.rsplit("/", 1)[-1].strip().lower()) if isinstance(value, str) else None


def _listed(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]

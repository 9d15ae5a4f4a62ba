"""Whether a page is a wall: what speaks for it, and what against it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from models.items import Document, Hints, Rejected
from pipelines.extract.head import MetaTags
from pipelines.extract.page import parse_page
from pipelines.extract.walls.address import Led, read_address
from pipelines.extract.walls.look import Look, look_at
from pipelines.extract.walls.phrases import WHOLE, Speech, sentences_of, speeches, tokens_of

KINDS: Final = ("consent_wall", "login_wall", "bot_wall", "soft_404")
SHORT: Final = 150
"""Words (in scripts without spaces, characters) of a text from which on a page is looked at more closely."""
_ENOUGH: Final = 3
"""Points that make a wall. No single sign gives them but an address that names the wall and bears the article's."""
_PROSE: Final = 6
"""Words of a sentence that tells something."""
_BARE: Final = 60
"""Words of a page that has little beside its form."""
_LITTLE: Final = 0.3
"""Share of a text from which on it is a wall's rather than one that a banner strayed into."""
_NOTHING: Final = 8
"""Words that a text has at least."""
_SITE_NAME: Final = 3
"""Words of a site's name."""
_PARTS = re.compile(r"\s+[|–—·•»-]\s+|\s*\|\s*")
_OWN_WORDS: Final = 4
"""Words of a headline that tells something of its own."""


@dataclass(frozen=True, slots=True)
class Read:
    """What extraction found on the page."""

    document: Document
    """With text, photos and their sources."""
    meta: MetaTags
    article: dict[str, Any] | None
    """The article's JSON-LD node."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the texts of a page say of one kind."""

    share: float
    """Share of their words that stand in sentences of that kind."""
    opens: bool
    """Whether the first sentence is one."""
    prose: int
    """Sentences that tell something else."""
    phrase: str


def refuse_walls(body: bytes, url: str, hints: Hints, read: Read) -> Look | None:
    """Raise ``Rejected`` if the page is a wall: ``consent_wall``, ``login_wall``, ``bot_wall``, ``soft_404``; its
    detail says what spoke for it. Returns the look that was taken at the page; null if there was no reason for one.

    ``body``: the payload, which is parsed once more where something is odd: readers have taken the tree apart.
    """
    led = read_address(hints.asked_url, url)
    document = read.document
    if not _is_odd(document, led):
        return None
    look = look_at(parse_page(body, hints.content_type))
    if _is_stated(read):
        return look
    best: tuple[int, str, list[str]] = (0, "", [])
    for kind in KINDS:
        points, reasons = _weigh(kind, document, look, led)
        if points > best[0]:
            best = (points, kind, reasons)
    if best[0] - _against(read) >= _ENOUGH:
        raise Rejected(best[1], "; ".join(best[2]))
    return look


def _is_odd(document: Document, led: Led | None) -> bool:
    if led or not document.headline or document.word_count < SHORT:
        return True
    if any(speech.share >= WHOLE for speech in speeches(tokens_of(document.headline)).values()):
        return True
    opening = next(sentences_of([(document.body or "")[:300]]), [])
    return any(speech.speaks() for speech in speeches(opening).values())


def _is_stated(read: Read) -> bool:
    """Whether JSON-LD says that there is an article, and there is something of it."""
    article = read.article or {}
    named = isinstance(article.get("headline"), str) and (article.get("datePublished") or article.get("articleBody"))
    return bool(named) and bool(read.document.body or read.document.photos)


def _against(read: Read) -> int:
    """Points for what articles have and walls do not."""
    document = read.document
    if not document.body and not document.photos:
        return 0
    points = int("article" in [kind.lower() for kind in read.meta.get("og:type", ())])
    points += document.published is not None and document.published.origin not in ("text", "hint", "url")
    points += document.byline is not None
    if document.photos:
        points += 2 if any(photo.caption for photo in document.photos) else 1
    return points


def _weigh(kind: str, document: Document, look: Look, led: Led | None) -> tuple[int, list[str]]:
    """Points for one kind, and what gave them."""
    # Readers of the text leave out what every page says of cookies and scripts: here it may be all there is.
    names_of_page = (document.headline, look.heading, look.title)
    texts = (document.body or "").splitlines()
    if document.word_count < _NOTHING:
        texts = [line for line in look.lines if line not in names_of_page]
    names = list(_by_name(kind, document, look))
    said = _said(kind, texts, named=bool(names))
    reasons: list[str] = []
    points = 0
    for gained, reason in (*names, *_by_text(said, look), *_by_parts(kind, look)):
        points += gained
        reasons.append(reason)
    if names and not document.body and not document.photos:
        points += 1
        reasons.append("there is nothing else")
    if led and led.kind == kind:
        points += 3 if led.carries or kind == "soft_404" else 2
        reasons.insert(0, f"led to {led.said}")
    elif led and led.carries and led.kind is None and points:
        points += 2
        reasons.insert(0, f"led to {led.said}, which bears the address that was asked for")
    return points - _prose(said), reasons


def _prose(said: _Said) -> int:
    """Points against, for sentences that tell something else."""
    if said.share:
        return int(said.share < _LITTLE and said.prose >= 4)
    return 2 if said.prose >= 4 else int(said.prose >= 2)


def _said(kind: str, texts: Sequence[str], *, named: bool) -> _Said:
    words = speaking = prose = 0
    opens, phrase = False, ""
    for number, sentence in enumerate(sentences_of(texts)):
        words += len(sentence)
        speech: Speech | None = speeches(sentence).get(kind)
        if speech and speech.speaks(named=named):
            speaking += len(sentence)
            opens = opens or number == 0
            phrase = phrase or speech.phrase
        elif len(sentence) >= _PROSE:
            prose += 1
    return _Said(speaking / words if words else 0.0, opens, prose, phrase)


def _by_name(kind: str, document: Document, look: Look) -> Iterator[tuple[int, str]]:
    """Whether headline, heading or title say nothing but that."""
    headline = tokens_of(document.headline or "")
    speech = speeches(headline).get(kind)
    part = _title_part(kind, look.title)
    heading = speeches(tokens_of(look.heading)).get(kind)
    if speech and speech.share >= WHOLE:
        # The status code is no news.
        yield 3 if part or "404" in headline else 2, f"headed “{document.headline}”"
    elif heading and heading.share >= WHOLE:
        yield 3 if part else 2, f"headed “{look.heading}”"
    elif part:
        own = speech is None and look.heading != "" and len(headline) >= _OWN_WORDS
        yield 1 if own else 2, f"titled “{part}”"


def _title_part(kind: str, title: str) -> str | None:
    """The part of the title that says it, where the others are no longer than a site's name."""
    parts = [title, *_PARTS.split(title)]
    for number, part in enumerate(parts):
        speech = speeches(tokens_of(part)).get(kind)
        others = [other for at, other in enumerate(parts) if at not in (0, number)] if number else []
        if speech and speech.share >= WHOLE and all(len(tokens_of(other)) <= _SITE_NAME for other in others):
            return part
    return None


def _by_text(said: _Said, look: Look) -> Iterator[tuple[int, str]]:
    if said.share >= 0.6:
        alone = said.share >= 0.8 and not look.heading
        yield 3 if alone else 2, f"says “{said.phrase}”"
    elif said.share >= _LITTLE or said.opens:
        yield 1, f"says “{said.phrase}”"


def _by_parts(kind: str, look: Look) -> Iterator[tuple[int, str]]:
    seen = sum(len(tokens_of(line)) for line in look.lines)
    if kind == "login_wall" and look.asks_password:
        yield 2 if seen < _BARE else 1, "asks for a password"
    if kind == "bot_wall" and look.has_captcha and seen < _BARE:
        yield 1, "holds a captcha"

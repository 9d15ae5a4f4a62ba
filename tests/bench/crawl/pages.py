"""Pages to crawl: made-up news articles with the bulk of real ones, or the real ones themselves under many addresses.

A page is a ``Base``, of which there are a few hundred, with its own address, number and sentence filled in. The figures
below were taken from 114 real pages: 350 kB (half of it scripts), 1,200 elements with 2,200 attributes, 190 links, 30
images, 5,000 characters of article; compressed, 65 kB.
"""

import gzip
import html
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

URL: Final = b"@@page-address@@"
NUMBER: Final = b"@@page-number@@"
SENTENCE: Final = "The desk filed this report as number @@page-number@@ of its series."

SIZE: Final = 330
"""Kilobytes of a page of the usual size."""
_CHROME: Final = 130  # kilobytes, without scripts

_PEOPLE = "Ana Veland,Idris Qamar,Marta Sölle,Jonas Pryde,Leila Haddou,Tomas Erikow,Ruth Abara,Samir Dabbas".split(",")
_PLACES = "Kessim,Port Amara,Valdesh,Old Tarrin,the Merrow valley,Sulimar,Dovek,East Harran".split(",")
_AGENCIES = "AP,AFP,Reuters,EPA,Getty Images,Anadolu".split(",")
_DOERS = (
    "The regional governor,A spokesman for the ministry,Residents of the old quarter,Two aid workers,The army,"
    "A doctor at the main hospital,Displaced families,Election officials,The harbour authority,Human rights monitors,"
    "A convoy of lorries,Teachers at the school,Farmers along the river,Negotiators from both sides"
).split(",")
_DEEDS = (
    "said on {day} that,confirmed to reporters that,denied that,warned that,told the council that,have heard that,"
    "reported before dawn that,insisted that,made it known that,could not say whether"
).split(",")
_FACTS = (
    "the bridge at {place} had been shelled,more than {count} people had left {place},"
    "water would return to {place} within {count} days,the ceasefire around {place} was holding,"
    "a checkpoint north of {place} had been abandoned,{count} of the wounded were taken to {place},"
    "the road to {place} was open again,fuel was being sold at {count} times its usual price in {place},"
    "talks would be resumed in {place} after the holiday,nobody had counted the dead of {place}"
).split(",")
_TAILS = (
    ",",
    ", according to three people who were there,",
    ", although the claim could not be checked,",
    ", the first such report in {count} weeks,",
    ", as snow closed the passes,",
    " while drones circled overhead,",
)
_ENDS = (
    "and the shops stayed shut.",
    "but few expect it to last.",
    "and prayers were said at noon.",
    "which both sides blame on the other.",
    "and the school is to open on Monday.",
    "so the queue grew longer all day.",
)
_DAYS = "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday".split(",")


@dataclass(frozen=True, slots=True)
class Base:
    """A page with places for what makes it one of its own."""

    template: bytes
    """HTML, with ``URL`` and ``NUMBER`` where they belong."""
    content_type: str = "text/html; charset=utf-8"

    def page(self, number: int, url: str) -> bytes:
        """The page of that number, to be served at ``url``."""
        return self.template.replace(URL, url.encode()).replace(NUMBER, b"%06d" % number)


class _Writer:
    """Writes made-up articles and what surrounds them, always the same for one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - nothing secret

    def sentence(self) -> str:
        pick = self.dice.choice
        words = f"{pick(_DOERS)} {pick(_DEEDS)} {pick(_FACTS)}{pick(_TAILS)} {pick(_ENDS)}"
        return words.format(day=pick(_DAYS), place=pick(_PLACES), count=self.dice.randint(2, 90))

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.dice.randint(1, 3)))

    def headline(self) -> str:
        words = self.dice.choice(_FACTS).format(place=self.dice.choice(_PLACES), count=self.dice.randint(2, 90))
        return f"{words[0].upper()}{words[1:]}, {self.dice.choice(_DOERS).lower()} say"

    def token(self, length: int) -> str:
        return "".join(self.dice.choices("abcdefghijklmnopqrstuvwxyz0123456789-_", k=length))

    def state(self, size: int) -> Any:
        """Something like what sites keep for their scripts, ``size`` bytes as JSON."""
        entries: list[Any] = []
        made = 0
        while made < size:
            entry = {
                "id": self.token(8), "kind": self.dice.choice(["card", "slot", "flag", "track", "module"]),
                "enabled": self.dice.random() < 0.5, "weight": self.dice.randint(0, 10**6),
                "label": self.sentence()[: self.dice.randint(10, 60)], "src": f"/static/modules/{self.token(6)}/index.js",
                "targets": [f"slot-{self.dice.randint(1, 40)}" for _ in range(6)],
            }  # fmt: skip
            entries.append(entry)
            made += len(json.dumps(entry))
        return {"modules": entries, "build": self.token(40)}


def made_up(count: int, kilobytes: int = SIZE) -> Iterator[Base]:
    """``count`` different bases of about that size, the same ones each time."""
    for seed in range(count):
        writer = _Writer(seed)
        bulk = 1024 * kilobytes * writer.dice.lognormvariate(-0.08, 0.4)
        yield Base(_page(writer, bulk).encode())


def _page(writer: _Writer, bulk: float) -> str:
    headline, author = writer.headline(), writer.dice.choice(_PEOPLE)
    photos = [_Photo(writer, place) for place in range(writer.dice.randint(1, 8))]
    paragraphs = [writer.paragraph() for _ in range(writer.dice.randint(8, 40))]
    chrome = min(bulk / 3, 1024.0 * _CHROME)
    article = _article(headline, author, paragraphs, photos)
    around = _sides(writer, chrome)
    scripts = "".join(
        f'<script>window.__module_{part} = {json.dumps(writer.state(int(max(0, bulk - chrome - len(article)) / 4)))};</script>'
        for part in range(4)
    )  # fmt: skip
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{_head(headline, author, paragraphs, photos)}</head>'
        f'<body class="page page--story theme-light">{around[0]}<main id="content" class="layout layout--story">'
        f"{article}{around[1]}</main>{around[2]}{scripts}</body></html>"
    )


class _Photo:
    def __init__(self, writer: _Writer, place: int) -> None:
        self.name = f"/media/{writer.token(12)}/photo-{place}"
        self.caption = writer.sentence()
        self.credit = f"{writer.dice.choice(_PEOPLE)}/{writer.dice.choice(_AGENCIES)}"
        self.alt = writer.sentence()[:70]

    def figure(self) -> str:
        widths = ", ".join(f"{self.name}.jpg?w={width} {width}w" for width in (320, 640, 960, 1280, 1920))
        return (
            f'<figure class="story-media story-media--inline" data-component="image"><picture>'
            f'<source type="image/webp" srcset="{widths}" sizes="(min-width: 960px) 640px, 100vw">'
            f'<img class="story-media__image" src="{self.name}.jpg?w=640" srcset="{widths}" alt="{html.escape(self.alt)}" '
            f'width="1280" height="853" loading="lazy"></picture><figcaption class="story-media__caption">'
            f'{html.escape(self.caption)} <span class="story-media__credit">Photo: {self.credit}</span></figcaption></figure>'
        )


def _head(headline: str, author: str, paragraphs: Sequence[str], photos: Sequence[_Photo]) -> str:
    url = URL.decode()
    graph = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": headline, "mainEntityOfPage": url,
        "datePublished": "2025-11-04T06:30:00+00:00", "dateModified": "2025-11-04T09:12:00+00:00",
        "author": [{"@type": "Person", "name": author}], "publisher": {"@type": "Organization", "name": "Bench Gazette"},
        "description": paragraphs[0], "articleSection": "World", "isAccessibleForFree": True,
        "image": [{"@type": "ImageObject", "url": f"{photo.name}.jpg?w=1920", "caption": photo.caption,
                   "creditText": photo.credit} for photo in photos],
    }  # fmt: skip
    said = html.escape(headline)
    metas = {
        "description": paragraphs[0], "author": author, "twitter:card": "summary_large_image", "twitter:title": headline,
        "robots": "index, follow, max-image-preview:large", "viewport": "width=device-width, initial-scale=1",
    }  # fmt: skip
    properties = {
        "og:title": headline, "og:type": "article", "og:url": url, "og:description": paragraphs[0],
        "og:image": f"{photos[0].name}.jpg?w=1920", "og:site_name": "Bench Gazette",
        "article:published_time": "2025-11-04T06:30:00+00:00", "article:section": "World",
    }  # fmt: skip
    return (
        f'<meta charset="utf-8"><title>{said} | Bench Gazette</title><link rel="canonical" href="{url}">'
        + "".join(f'<meta name="{name}" content="{html.escape(text)}">' for name, text in metas.items())
        + "".join(f'<meta property="{name}" content="{html.escape(text)}">' for name, text in properties.items())
        + "".join(f'<link rel="preload" as="script" href="/static/bundle-{part}.js">' for part in range(12))
        + f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    )


def _article(headline: str, author: str, paragraphs: Sequence[str], photos: Sequence[_Photo]) -> str:
    blocks = [_text_block(text, place) for place, text in enumerate([*paragraphs[:3], SENTENCE, *paragraphs[3:]])]
    step = max(1, len(blocks) // len(photos))
    for place, photo in reversed(list(enumerate(photos))):
        blocks.insert(place * step, photo.figure())
    return (
        f'<article class="story" data-id="@@page-number@@"><header class="story__header"><h1 class="story__headline">'
        f'{html.escape(headline)}</h1><p class="story__byline">By <a rel="author" href="/people/{author.split()[0]}">'
        f'{author}</a></p><time datetime="2025-11-04T06:30:00+00:00">4 November 2025, 6:30 GMT</time></header>'
        f'<div class="story__body">{"".join(blocks)}</div></article>'
    )


def _text_block(text: str, place: int) -> str:
    """A paragraph, as deep in boxes as sites have them, with links and what else stands between paragraphs."""
    words = html.escape(text).split(" ")
    if place % 3 == 1 and len(words) > 12:
        words[4:7] = [f'<a class="story__link" href="/topic/{place}" data-track="inline-{place}">{" ".join(words[4:7])}</a>']
    if place % 5 == 2 and len(words) > 12:
        words[8] = f"<strong>{words[8]}</strong>"
    before = f'<h2 class="story__heading">{" ".join(words[:4])}</h2>' if place % 9 == 8 and place % 3 != 1 else ""
    return (
        f'{before}<div class="story__row"><div class="story__column"><p class="story__text" data-component="text" '
        f'dir="ltr">{" ".join(words)}</p></div></div>'
    )


def _sides(writer: _Writer, size: float) -> tuple[str, str, str]:
    """What stands above, beside and below an article, ``size`` characters in sum."""
    menus = "".join(_menu(writer) for _ in range(6))
    cards: list[str] = []
    made = len(menus)
    while made < size:
        cards.append(_card(writer) if len(cards) % 3 == 0 else _entry(writer))
        made += len(cards[-1])
    third = len(cards) // 3
    above = f'<header class="site-header" role="banner"><nav aria-label="Main">{menus}</nav></header>'
    beside = f'<aside class="rail"><h2>Most read</h2><div class="cards">{"".join(cards[:third])}</div></aside>'
    comments = "".join(_comment(writer) for _ in range(writer.dice.randint(0, 25)))
    below = f'<section class="more"><h2>More from World</h2>{"".join(cards[third:])}</section>'
    return above, beside, f'{below}<section id="comments">{comments}</section><footer>{_menu(writer)}</footer>'


def _menu(writer: _Writer) -> str:
    entries = "".join(
        f'<li class="menu__item menu__item--{writer.token(6)}"><a class="menu__link" data-track="{writer.token(16)}" '
        f'href="/section/{writer.token(8)}/">{writer.dice.choice(_PLACES).title()}</a></li>'
        for _ in range(10)
    )
    return f'<ul class="menu menu--level-1">{entries}</ul>'


def _card(writer: _Writer) -> str:
    address, image = f"/section/story-{writer.token(20)}", f"/media/{writer.token(12)}/teaser"
    widths = ", ".join(f"{image}.jpg?w={width} {width}w" for width in (160, 320, 640))
    return (
        f'<div class="card card--{writer.token(5)}" data-id="{writer.token(32)}" data-track="{_drawing(writer)}">'
        f'<a class="card__media" href="{address}" tabindex="-1" aria-hidden="true"><img class="card__image lazyload" '
        f'data-srcset="{widths}" src="{image}.jpg?w=160" alt="" width="320" height="180"></a><div class="card__text">'
        f'<span class="card__kicker"><svg class="icon" viewBox="0 0 16 16"><path d="{_drawing(writer)}"/></svg>'
        f'{writer.dice.choice(_PLACES).title()}</span><h3 class="card__headline"><a class="card__link" href="{address}">'
        f"{html.escape(writer.headline())}</a></h3><p class=\"card__summary\">{html.escape(writer.sentence())}</p></div></div>"
    )


def _entry(writer: _Writer) -> str:
    return (
        f'<div class="list-entry" data-id="{writer.token(32)}" data-state="{_drawing(writer)}"><h4><a class="list-entry__link" '
        f'href="/section/story-{writer.token(20)}">{html.escape(writer.headline())}</a></h4><time class="list-entry__time">'
        f"{writer.dice.randint(2, 23)} hours ago</time></div>"
    )


def _comment(writer: _Writer) -> str:
    return (
        f'<div class="comment"><div class="comment__head"><span class="comment__name">{writer.token(9)}</span></div>'
        f'<div class="comment__text"><p>{html.escape(writer.paragraph())}</p></div></div>'
    )


def _drawing(writer: _Writer) -> str:
    """The bulk of real markup: an icon's path, or a state in an attribute."""
    return "M" + "".join(f"{writer.dice.randint(0, 99)} {n}l0-1.5," for n in range(40))


def real(manifest: Path) -> Iterator[Base]:
    """The pages of a manifest of ``../shared/eval``, which stay where they are: each is its own base.

    Addresses of the page itself become the one it is served at, so that it counts as an article of its own; a refresh
    to another site is taken out, so that nothing but this machine is asked for anything.
    """
    for line in manifest.read_text("utf-8").splitlines():
        entry = json.loads(line)
        body = (manifest.parent / entry["html_path"]).read_bytes()
        body = gzip.decompress(body) if entry["html_path"].endswith(".gz") else body
        yield Base(_as_template(body.decode("utf-8", "replace"), entry))


def _as_template(text: str, entry: dict[str, Any]) -> bytes:
    text = re.sub(r"""(?i)<meta[^>]{0,200}http-equiv=["']?refresh[^>]*>""", "", text)
    for address in {entry["url"], entry["url"].split("?")[0]}:
        for spelled in {address, html.escape(address), address.replace("/", "\\/")}:
            text = text.replace(spelled, URL.decode())
    text = _renamed(text, r"""(?i)<link\b[^>]*\brel=["']?canonical\b[^>]*>""", "href")
    text = _renamed(text, r"""(?i)<meta\b[^>]*\bproperty=["']?og:url\b[^>]*>""", "content")
    paragraphs = sorted(entry.get("paragraphs") or [], key=len, reverse=True)
    for paragraph in [*paragraphs, *map(html.escape, paragraphs)]:
        if paragraph in text:
            text = text.replace(paragraph, f"{paragraph} {SENTENCE}", 1)
            break
    return text.encode("utf-8", "replace")


def _renamed(text: str, tag: str, attribute: str) -> str:
    """Let the attribute of each such tag be the page's address."""
    value: Callable[[re.Match[str]], str] = lambda found: re.sub(  # noqa: E731
        rf"""(?i)\b{attribute}=("[^"]*"|'[^']*'|[^\s>]+)""", f'{attribute}="{URL.decode()}"', found[0]
    )
    return re.sub(tag, value, text)

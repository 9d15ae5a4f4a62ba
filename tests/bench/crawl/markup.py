"""Made-up articles, and what surrounds them on a page: the markup."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

import yaml

_WORDS: Final[dict[str, list[str]]] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))
_NAME: Final = "Bench Gazette"
_DAY: Final = "2025-11-04T06:30:00+00:00"
_CHROME: Final = 130 * 1024  # bytes at most of what surrounds an article, without scripts


class Writer:
    """Makes words up, always the same for one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - nothing secret

    def pick(self, kind: str) -> str:
        """One of the words of that kind."""
        return self.dice.choice(_WORDS[kind])

    def filled(self, text: str) -> str:
        """``text`` with places, days and counts in it."""
        return text.format(day=self.pick("days"), place=self.pick("places"), count=self.dice.randint(2, 90))

    def sentence(self) -> str:
        """A sentence as reports have them."""
        parts = f"{self.pick('doers')} {self.pick('deeds')} {self.pick('facts')}{self.pick('tails')}"
        return f"{self.filled(parts)} {self.pick('ends')}"

    def paragraph(self) -> str:
        """One to three sentences."""
        return " ".join(self.sentence() for _ in range(self.dice.randint(1, 3)))

    def headline(self) -> str:
        """A headline."""
        words = self.filled(self.pick("facts"))
        return f"{words[0].upper()}{words[1:]}, {self.pick('doers').lower()} say"

    def token(self, length: int) -> str:
        """An identifier that means nothing."""
        return "".join(self.dice.choices("abcdefghijklmnopqrstuvwxyz0123456789-_", k=length))

    def drawing(self) -> str:
        """The bulk of real markup: an icon's path, or a state in an attribute."""
        return "M" + "".join(f"{self.dice.randint(0, 99)} {step}l0-1.5," for step in range(40))


@dataclass(frozen=True, slots=True)
class Story:
    """An article to be set."""

    url: str
    """Its address."""
    number: str
    """What tells it from others."""
    headline: str
    author: str
    paragraphs: Sequence[str]
    photos: Sequence["Photo"]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the article's own."""

    file: str
    caption: str
    credit: str
    alt: str


def write_story(writer: Writer, url: str, number: str, sentence: str) -> Story:
    """Make an article up: 8 to 40 paragraphs, of which ``sentence`` is one, and one to eight photos."""
    photos = [
        Photo(
            file=f"/media/{writer.token(12)}/photo-{place}.jpg",
            caption=writer.sentence(),
            credit=f"{writer.pick('people')}/{writer.pick('agencies')}",
            alt=writer.sentence()[:70],
        )
        for place in range(writer.dice.randint(1, 8))
    ]
    paragraphs = [writer.paragraph() for _ in range(writer.dice.randint(8, 40))]
    paragraphs.insert(3, sentence)
    return Story(url, number, writer.headline(), writer.pick("people"), paragraphs, photos)


def page(writer: Writer, story: Story, size: float) -> str:
    """The article as a page of about ``size`` bytes."""
    article = _article(story)
    chrome = min(size / 3, _CHROME)
    above, beside, below = _surroundings(writer, chrome)
    left = max(0, int(size - chrome - len(article)) // 4)
    scripts = "".join(
        f"<script>window.__module_{part} = {json.dumps(_state(writer, left))};</script>" for part in range(4)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{_head(story)}</head><body class="page page--story">{above}'
        f'<main id="content" class="layout layout--story">{article}{beside}</main>{below}{scripts}</body></html>'
    )


def _state(writer: Writer, size: int) -> Any:
    """Something like what sites keep for their scripts, ``size`` bytes as JSON."""
    entries: list[Any] = []
    made = 0
    while made < size:
        entry = {
            "id": writer.token(8),
            "kind": writer.dice.choice(["card", "slot", "flag", "track", "module"]),
            "enabled": writer.dice.random() < 0.5,
            "weight": writer.dice.randint(0, 10**6),
            "label": writer.sentence()[: writer.dice.randint(10, 60)],
            "src": f"/static/modules/{writer.token(6)}/index.js",
            "targets": [f"slot-{writer.dice.randint(1, 40)}" for _ in range(6)],
        }
        entries.append(entry)
        made += len(json.dumps(entry))
    return {"modules": entries, "build": writer.token(40)}


def _head(story: Story) -> str:
    names = {
        "description": story.paragraphs[0],
        "author": story.author,
        "twitter:card": "summary_large_image",
        "twitter:title": story.headline,
        "robots": "index, follow, max-image-preview:large",
        "viewport": "width=device-width, initial-scale=1",
    }
    properties = {
        "og:title": story.headline,
        "og:type": "article",
        "og:url": story.url,
        "og:description": story.paragraphs[0],
        "og:image": f"{story.photos[0].file}?w=1920",
        "og:site_name": _NAME,
        "article:published_time": _DAY,
        "article:section": "World",
    }
    return (
        f'<meta charset="utf-8"><title>{escape(story.headline)} | {_NAME}</title>'
        f'<link rel="canonical" href="{story.url}">'
        + "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in names.items())
        + "".join(f'<meta property="{name}" content="{escape(text)}">' for name, text in properties.items())
        + "".join(f'<link rel="preload" as="script" href="/static/bundle-{part}.js">' for part in range(12))
        + f'<script type="application/ld+json">{json.dumps(_graph(story))}</script>'
    )


def _graph(story: Story) -> dict[str, Any]:
    images = [
        {"@type": "ImageObject", "url": f"{photo.file}?w=1920", "caption": photo.caption, "creditText": photo.credit}
        for photo in story.photos
    ]
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "mainEntityOfPage": story.url,
        "datePublished": _DAY,
        "dateModified": "2025-11-04T09:12:00+00:00",
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {"@type": "Organization", "name": _NAME},
        "description": story.paragraphs[0],
        "articleSection": "World",
        "isAccessibleForFree": True,
        "image": images,
    }


def _article(story: Story) -> str:
    blocks = [_block(text, place) for place, text in enumerate(story.paragraphs)]
    step = max(1, len(blocks) // len(story.photos))
    for place, photo in reversed(list(enumerate(story.photos))):
        blocks.insert(place * step, _figure(photo))
    return (
        f'<article class="story" data-id="{story.number}"><header class="story__header">'
        f'<h1 class="story__headline">{escape(story.headline)}</h1><p class="story__byline">By '
        f'<a rel="author" href="/people/{story.author.split()[0]}">{story.author}</a></p>'
        f'<time datetime="{_DAY}">4 November 2025, 6:30 GMT</time></header>'
        f'<div class="story__body">{"".join(blocks)}</div></article>'
    )


def _block(text: str, place: int) -> str:
    """A paragraph, as deep in boxes as sites have them, with links and what else stands between paragraphs."""
    words = escape(text).split(" ")
    if len(words) > 12 and place % 3 == 1:
        link = f'<a class="story__link" href="/topic/{place}" data-track="inline-{place}">'
        words[4:7] = [f"{link}{' '.join(words[4:7])}</a>"]
    elif len(words) > 12 and place % 5 == 2:
        words[8] = f"<strong>{words[8]}</strong>"
    heading = f'<h2 class="story__heading">{" ".join(words[:4])}</h2>' if place % 9 == 8 else ""
    return (
        f'{heading}<div class="story__row"><div class="story__column">'
        f'<p class="story__text" data-component="text" dir="ltr">{" ".join(words)}</p></div></div>'
    )


def _renditions(file: str, *widths: int) -> str:
    return ", ".join(f"{file}?w={width} {width}w" for width in widths)


def _figure(photo: Photo) -> str:
    widths = _renditions(photo.file, 320, 640, 960, 1280, 1920)
    return (
        f'<figure class="story-media story-media--inline" data-component="image"><picture><source type="image/webp" '
        f'srcset="{widths}" sizes="(min-width: 960px) 640px, 100vw"><img class="story-media__image" '
        f'src="{photo.file}?w=640" srcset="{widths}" alt="{escape(photo.alt)}" width="1280" height="853" '
        f'loading="lazy"></picture><figcaption class="story-media__caption">{escape(photo.caption)} '
        f'<span class="story-media__credit">Photo: {photo.credit}</span></figcaption></figure>'
    )


def _surroundings(writer: Writer, size: float) -> tuple[str, str, str]:
    """What stands above, beside and below an article, ``size`` characters in sum."""
    menus = "".join(_menu(writer) for _ in range(6))
    cards: list[str] = []
    made = len(menus)
    while made < size:
        cards.append(_card(writer) if len(cards) % 3 == 0 else _entry(writer))
        made += len(cards[-1])
    third = len(cards) // 3
    comments = "".join(_comment(writer) for _ in range(writer.dice.randint(0, 25)))
    above = f'<header class="site-header" role="banner"><nav aria-label="Main">{menus}</nav></header>'
    beside = f'<aside class="rail"><h2>Most read</h2><div class="cards">{"".join(cards[:third])}</div></aside>'
    more = f'<section class="more"><h2>More from World</h2>{"".join(cards[third:])}</section>'
    return above, beside, f'{more}<section id="comments">{comments}</section><footer>{_menu(writer)}</footer>'


def _menu(writer: Writer) -> str:
    entries = "".join(
        f'<li class="menu__item menu__item--{writer.token(6)}"><a class="menu__link" data-track="{writer.token(16)}" '
        f'href="/section/{writer.token(8)}/">{writer.pick("places").title()}</a></li>'
        for _ in range(10)
    )
    return f'<ul class="menu menu--level-1">{entries}</ul>'


def _card(writer: Writer) -> str:
    address, image = f"/section/story-{writer.token(20)}", f"/media/{writer.token(12)}/teaser.jpg"
    return (
        f'<div class="card card--{writer.token(5)}" data-id="{writer.token(32)}" data-track="{writer.drawing()}">'
        f'<a class="card__media" href="{address}" tabindex="-1" aria-hidden="true"><img class="card__image lazyload" '
        f'data-srcset="{_renditions(image, 160, 320, 640)}" src="{image}?w=160" alt="" width="320" height="180"></a>'
        f'<div class="card__text"><span class="card__kicker"><svg class="icon" viewBox="0 0 16 16">'
        f'<path d="{writer.drawing()}"/></svg>{writer.pick("places").title()}</span><h3 class="card__headline">'
        f'<a class="card__link" href="{address}">{escape(writer.headline())}</a></h3>'
        f'<p class="card__summary">{escape(writer.sentence())}</p></div></div>'
    )


def _entry(writer: Writer) -> str:
    return (
        f'<div class="list-entry" data-id="{writer.token(32)}" data-state="{writer.drawing()}"><h4>'
        f'<a class="list-entry__link" href="/section/story-{writer.token(20)}">{escape(writer.headline())}</a></h4>'
        f'<time class="list-entry__time">{writer.dice.randint(2, 23)} hours ago</time></div>'
    )


def _comment(writer: Writer) -> str:
    return (
        f'<div class="comment"><div class="comment__head"><span class="comment__name">{writer.token(9)}</span></div>'
        f'<div class="comment__text"><p>{escape(writer.paragraph())}</p></div></div>'
    )

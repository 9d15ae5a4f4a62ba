"""Articles for a site to publish: as many as are wanted, no two alike, the same for the same number."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

OUTLET = "The Low Water Courier"

_PLACES = ("Qaraqosh", "Hamdaniya", "Bartella", "Tal Afar", "Sinjar", "Baiji", "Hawija", "Makhmur", "Zummar", "Rabia")
_GOODS = ("flour", "blankets", "diesel", "cement", "tents", "insulin", "seed wheat", "water pumps", "school desks")
_DOINGS = (
    "{n} lorries with {goods} crossed at {place} before the road was closed again at noon.",
    "At {place} the checkpoint let through {n} families, who said that they had walked since the evening before.",
    "An officer in {place} said that {n} shells had been counted since Sunday, most of them on empty ground.",
    "The clinic of {place} treated {n} people within a day and ran out of everything but {goods}.",
    "Of the {n} houses along the canal at {place}, half had a roof when the engineers came to look.",
    "Traders from {place} offered {goods} at {n} times the price of the spring, and sold all of it.",
    "In the school at {place} there were {n} pupils and no desks, until a delivery of {goods} was traded for some.",
    "The well at {place} gives {n} litres an hour, which is {n} fewer than the camp beside it needs.",
    "By nightfall {n} sandbags had been laid around the power station outside {place}.",
    "Nobody in {place} could say who had ordered the {n} tonnes of {goods} that stood at the station.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, and what should be read from its page."""

    path: str
    """Where it stands on the site."""
    headline: str
    caption: str
    """Of its one photo."""
    credit: str
    """The photo's credit line."""
    published: datetime
    """Aware, UTC."""
    page: bytes
    """The page as served."""


def article(number: int) -> Article:
    """The article of that number."""
    rng = random.Random(f"article {number}")  # noqa: S311 - the same page for the same number, no secret
    place, goods = rng.choice(_PLACES), rng.choice(_GOODS)
    headline = f"Convoy {number} reaches {place} with {goods}"
    caption = f"Convoy {number} on the road to {place}, with {goods} on its last lorry."
    credit = f"Photo: {OUTLET}"
    published = datetime(2026, 11, 1, 6, tzinfo=UTC) + timedelta(minutes=7 * number)
    paragraphs = "".join(
        f"<p>{doing.format(n=rng.randint(11, 999), place=rng.choice(_PLACES), goods=rng.choice(_GOODS))} "
        f"That was on day {number} of the count.</p>\n"
        for doing in rng.sample(_DOINGS, 6)
    )
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{headline} - {OUTLET}</title>
<meta property="og:title" content="{headline}"><meta property="og:type" content="article">
<meta property="article:published_time" content="{published.isoformat()}"></head>
<body><nav><a href="/">{OUTLET}</a></nav><article><h1>{headline}</h1>
<time datetime="{published.isoformat()}">{published:%d %B %Y}</time>
<figure><img src="/pictures/{number}.jpg" width="1200" height="800" alt="A convoy">
<figcaption>{caption} <span class="credit">{credit}</span></figcaption></figure>
{paragraphs}</article></body></html>"""
    path = f"/2026/11/convoy-{number}-reaches-{place.lower().replace(' ', '-')}"
    return Article(
        path=path, headline=headline, caption=caption, credit=credit, published=published, page=page.encode()
    )

"""A corpus for tests of the report: what a newsroom prints, and what somebody would print who means harm."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from models.analyst import refresh
from models.items import Credit, DateReading
from tests.documents import CREDIT, NOON, PHOTO, PUBLISHED
from tests.eventful import Desk

HOSTILE = (
    "<script>alert(1)</script><img src=https://evil.example/x.png onerror=alert(1)>",
    '"><svg onload=alert(2)><a href=javascript:alert(2)>x</a>',
    "' onmouseover='alert(3)' x='",
    "</style></title></svg></textarea><script>alert(4)</script><!--",
    "{{ 7 * 7 }}{% for x in y %} ${alert(5)} <%= 7 %>",
    "report \u202egnp.exe\u2066 \u2028next\ufffe",
    "W" * 30_000,
    "Z" + "\u0301" * 500,
    "]]>&lt;script&gt;alert(6)&lt;/script&gt;&#x3c;b&#62;",
    "@import url(https://evil.example/a.css); background:url(https://evil.example/b.png)",
)
LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://x.example/",
    "data:text/html,<script>alert(1)</script>",
    'https://evil.example/"onclick="alert(1)',
    "https://bank.example@evil.example/",
    "//evil.example/x",
    "vbscript:x",
    "https://evil.example/\u202egpj.x",
    " javascript:alert(1)",
    "file:///etc/passwd",
)


def hostile_corpus(engine: Engine) -> Desk:
    """Articles, captions, credits, names of sources, places and figures that all try to get out of the page."""
    desk = Desk(engine)
    for number, text in enumerate(HOSTILE):
        desk.store(f"Item{number} #{number}", **_written(text, number, "12"))
    desk.keep_up()
    for number, text in enumerate(HOSTILE):
        desk.store(f"Item{number} #{number}", at=NOON + timedelta(hours=1), **_written(text, number, "14"))
    for number, (text, link) in enumerate(zip(HOSTILE, LINKS, strict=True)):
        bound = {"text": text, "link": link, "name": f"Item{number} #{number}"}
        desk.sql(
            "update news.events set title = :text, place = :text, admin1 = :text, lat = :lat, lon = 40,"
            " occurred = '[2017-06-21,2017-06-22)' where title = :name",
            text=text,
            name=bound["name"],
            lat=30 + number,
        )
        desk.sql(
            "update news.articles set headline = :text, url = :link, language = :tag where headline = :name",
            tag=f'en" onload="alert({number})',
            **bound,
        )
        photo = f"https://paper.example/img/{number}.jpg"
        desk.sql("update news.photos set url = :link where url = :photo", link=link, photo=photo)
    desk.sql("update news.sources set name = :text", text="".join(HOSTILE[:4]))
    refresh(engine)
    return desk


def _written(text: str, number: int, killed: str) -> dict[str, Any]:
    name = Credit(name=text[:2_000], role="photographer", kind="person")
    photo = replace(
        PHOTO,
        url=f"https://paper.example/img/{number}.jpg",
        caption=text,
        credit=replace(CREDIT, raw=text, credits=(name,)),
    )
    return {"photos": (photo,), "dek": text, "byline": text[:500], "body": f"{text}\nOf {text} {killed} were killed."}


def newsroom_corpus(engine: Engine) -> Desk:
    """Two events, one of them told in three languages; a headline and a figure that changed, a paragraph that went."""
    desk = Desk(engine)
    desk.store("Attack in Mosul #1 battle: 12 killed", body="At least 12 people died in it.\nThe mayor denied it.")
    desk.store("Mossoul #1 : la bataille", language="fr", published=_at(2017, 6, 22))
    desk.store(
        "الموصل #1 معركة في المدينة القديمة", language="ar", body="قتل اثنا عشر شخصا.", published=_at(2017, 6, 23)
    )
    desk.store("Bridge near Mosul #2 battle: 3 killed", body="Three died on a bridge.", published=_at(2017, 7, 9))
    desk.keep_up()
    desk.store(
        "Attack in Mosul #1 battle: 15 killed", at=NOON + timedelta(hours=2), body="At least 15 people died in it."
    )
    refresh(engine)
    return desk


def _at(year: int, month: int, day: int) -> DateReading:
    return replace(PUBLISHED, at=datetime(year, month, day, 9, tzinfo=UTC), zone="UTC")

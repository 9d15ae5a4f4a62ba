"""Articles to be looked for, and what analysts find of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, text

from models.items import Credit, CreditLine, DateReading, Document
from models.runs import open_run
from models.store import Batch, write_batch
from tests.documents import NOON, PUBLISHED, document, fetch


def credited(who: str, agency: str = "AFP") -> CreditLine:
    people = (Credit(name=who, role="photographer", kind="person"), Credit(name=agency, role="agency", kind="agency"))
    return CreditLine(raw=f"{who}/{agency}", credits=people, confidence=1.0)


def on(day: str) -> DateReading:
    return replace(PUBLISHED, raw=day, at=NOON.fromisoformat(f"{day}T12:00:00+00:00"), precision="day", zone="UTC")


def article(path: str, headline: str, body: str = "", language: str = "en", **changes: Any) -> Document:
    fields: dict[str, Any] = {"headline": headline, "body": body, "language": language, "photos": (), "authors": ()}
    return document(path, **(fields | changes))


def store(engine: Engine, *articles: Document, hours: int = 0) -> None:
    run = open_run(engine, "article", {})
    at = NOON + timedelta(hours=hours)
    write_batch(engine, Batch(run, 1, {}, [fetch(each, fetched_at=at) for each in articles]))


def rows(engine: Engine, statement: str, **bound: object) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), bound)]


def sql(engine: Engine, statement: str, **bound: object) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement), bound)


def found(engine: Engine, query: str, lang: str | None = None, **options: Any) -> list[str]:
    """What is found for a query, best first: the last part of each article's address, with a caption's or event's kind
    before it."""
    asked = "select kind, url from analyst.search(:query, :lang, :since, :until)"
    bound = {"query": query, "lang": lang, "since": None, "until": None} | options
    return [
        name if kind == "article" else f"{kind} {name}"
        for kind, name in ((kind, url.rsplit("/", 1)[1]) for kind, url in rows(engine, asked, **bound))
    ]

"""``scrapy show``: one stored article, as a reader would want it."""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime

from rich.console import Console
from rich.text import Text
from scrapy.commands import ScrapyCommand

from models import db
from models.reading import StoredArticle, StoredPhoto, find_article
from models.tables import Article
from models.urls import is_http_url
from models.zones import zone_of

_FORMATS = {"year": "%Y", "month": "%B %Y", "day": "%-d %B %Y"}


class Command(ScrapyCommand):
    """Print an article from the database."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """The arguments, for the usage line."""
        return "URL|ID"

    def short_desc(self) -> str:
        """One line for ``scrapy``'s list of commands."""
        return "Print a stored article: headline, dates, byline, text, photos with captions and credits"

    def long_desc(self) -> str:
        """For ``--help``."""
        return f"{self.short_desc()}. Example: scrapy show 17, or scrapy show https://www.example.org/2017/06/mosul"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Exit codes: 0 printed, 1 not found or no database, 2 wrong arguments."""
        if len(args) != 1 or not (args[0].isdecimal() or is_http_url(args[0])):
            print("scrapy show: name one article, by its http(s) URL or its id", file=sys.stderr)
            self.exitcode = 2
            return
        try:
            with db.database() as engine:
                db.check(engine)
                found = find_article(engine, args[0])
        except db.DatabaseProblem as problem:
            print(f"scrapy show: {problem}", file=sys.stderr)
            self.exitcode = 1
            return
        if found is None:
            print(f"scrapy show: no article is stored under {args[0]!r}", file=sys.stderr)
            self.exitcode = 1
            return
        console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
        for part in _parts(found):
            console.print(part)


def _parts(found: StoredArticle) -> Iterator[Text | str]:
    article = found.article
    if article.kicker:
        yield Text(article.kicker.upper(), style="bold red")
    yield Text(article.headline, style="bold")
    if article.dek:
        yield Text(article.dek, style="italic")
    yield ""
    marks = ("paywalled" if article.paywalled else None, "with video" if article.has_video else None)
    yield Text(" · ".join(part for part in (found.source, article.section, article.language, *marks) if part))
    for name, raw, at, precision, zone in (
        ("published", article.published_raw, article.published_at, article.published_precision, article.published_zone),
        ("updated", article.modified_raw, article.modified_at, article.modified_precision, article.modified_zone),
    ):
        if at is not None:
            yield Text(f"{name} {_moment(at, precision or 'second', zone)}  (printed: {raw})")
    if found.authors or article.byline:
        yield Text(f"by {', '.join(found.authors) or article.byline}")
    if article.wire_agencies:
        yield Text(f"copy of {', '.join(article.wire_agencies)}")
    yield Text(f"{article.url}  (article {article.id}, revision {article.revision})", style="dim")
    yield from _small_print(article)
    for paragraph in (article.body or "").splitlines():
        yield ""
        yield Text(paragraph)
    for number, photo in enumerate(found.photos, 1):
        yield ""
        yield from _photo(number, photo)


def _small_print(article: Article) -> Iterator[Text]:
    """Corrections that the text itself does not hold, rights, and doubts about the address."""
    yield from (Text(note, style="italic") for note in article.corrections if note not in (article.body or ""))
    rights = [part for part in (article.copyright, article.licence, *article.rights_signals) if part]
    if rights:
        yield Text(f"rights: {' · '.join(rights)}", style="dim")
    for conflict in article.canonical_conflicts:
        yield Text(f"but {conflict}", style="dim")


def _photo(number: int, photo: StoredPhoto) -> Iterator[Text]:
    yield Text.assemble((f"[{number}] ", "bold"), photo.caption or "(no caption)")
    if photo.credit_raw:
        read = ", ".join(f"{name} ({role.replace('_', ' ')})" for name, role in photo.agents) or "not understood"
        flags = f" [{', '.join(photo.flags)}]" if photo.flags else ""
        yield Text(f"    Credit: {photo.credit_raw}")
        yield Text(f"            {read}{flags}")
    yield Text(f"    {photo.url}", style="dim")


def _moment(at: datetime, precision: str, zone: str | None) -> str:
    """An instant in the zone it was printed in, no finer than printed."""
    local = at.astimezone(zone_of(zone))
    if precision in _FORMATS:
        return local.strftime(_FORMATS[precision])
    return f"{local.strftime('%-d %B %Y, %H:%M')} {zone or 'UTC'}"

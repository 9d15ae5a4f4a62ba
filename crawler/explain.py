"""How ``scrapy extract --explain`` shows a page: each field with its source and what it beat, then the photos."""

from collections.abc import Iterator
from dataclasses import fields

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from models.items import CreditLine, DateReading, Document, Photo
from models.text import fold, storable
from pipelines.extract.candidates import Candidate, Reading

_SHORT = 160
"""Characters of a value or a candidate that are shown: two lines of a terminal."""
_SHOWN = 6
"""Candidates of one field that are shown."""
_NOT_A_ROW = frozenset(["photos", "sources"])
_WIDTH = 120
"""Columns at most, and where the output is no terminal."""


def explain(console: Console, reading: Reading) -> None:
    """Print what was read from a page, and why. Nothing in it can steer a terminal."""
    console.width = min(console.width, _WIDTH) if console.is_terminal else _WIDTH
    with console.capture() as captured:
        console.print(_fields(reading, console.width // 4))
        for number, photo in enumerate(reading.document.photos, 1):
            console.print(Text())
            console.print(_photo(number, photo))
        if not reading.document.photos:
            console.print(Text("\nno photos"))
    for line in captured.get().splitlines():
        console.out(line.rstrip(), highlight=False)


def _printable(text: str) -> str:
    return fold(storable(text))


def _shortened(text: str) -> str:
    text = _printable(text)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}… ({len(text)} characters)"


def _fields(reading: Reading, source_width: int) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False, expand=True)
    table.add_column("field", no_wrap=True, style="bold")
    table.add_column("value", ratio=1, overflow="fold")
    table.add_column("source", max_width=source_width, overflow="fold", style="cyan")
    offered: dict[str, list[Candidate]] = {}
    for candidate in reading.candidates:
        offered.setdefault(candidate.field, []).append(candidate)
    for field in fields(Document):
        if field.name in _NOT_A_ROW:
            continue
        value = getattr(reading.document, field.name)
        told = _told(value)
        table.add_row(field.name, Text(told), Text(_source(reading.document, field.name, value)))
        for text, source in _beaten(offered.get(field.name, [])):
            row = "  agrees" if text == told else f"  beat: {text}"
            table.add_row("", Text(row, style="dim"), Text(source, style="dim"))
    return table


def _source(document: Document, field: str, value: object) -> str:
    if isinstance(value, DateReading):
        return _printable(value.origin)
    return _printable(document.sources.get(field, ""))


def _told(value: object) -> str:
    """A field's value as a person reads it; a dash for none."""
    match value:
        case None | () | "":
            return "–"
        case bool():
            return "yes" if value else "no"
        case DateReading():
            zone = f"{value.zone or 'UTC'} by {value.zone_basis.replace('_', ' ')}"
            return _shortened(f"{value.at.isoformat()}, to the {value.precision}, {zone}; printed: {value.raw}")
        case tuple():
            return _shortened(" · ".join(getattr(item, "name", None) or str(item) for item in value))
        case _:
            return _shortened(str(value))


def _beaten(candidates: list[Candidate]) -> Iterator[tuple[str, str]]:
    """The candidates that were not taken, each text once with all its places."""
    places: dict[str, list[str]] = {}
    for candidate in candidates:
        if not candidate.taken:
            places.setdefault(_shortened(candidate.text), []).append(_printable(candidate.source))
    for number, (text, sources) in enumerate(places.items()):
        if number == _SHOWN:
            yield f"{len(places) - _SHOWN} more", ""
            return
        yield text, ", ".join(dict.fromkeys(sources))


def _photo(number: int, photo: Photo) -> RenderableType:
    size = f"{photo.width}×{photo.height}" if photo.width and photo.height else ""
    lines = Table.grid(padding=(0, 2, 0, 0), expand=True)
    lines.add_column(no_wrap=True, style="bold")
    lines.add_column(ratio=1, overflow="fold")
    lines.add_column(max_width=30, overflow="fold", style="cyan")
    for name, text, source in (
        ("url", photo.url, None),
        ("caption", photo.caption, photo.caption_source),
        ("credit", photo.credit and photo.credit.raw, photo.credit_source),
        ("alt", photo.alt, None),
    ):
        lines.add_row(name, Text(_shortened(text) if text else "–"), Text(_printable(source or "")))
        if name == "credit" and photo.credit:
            lines.add_row("", Text(_agents(photo.credit), style="dim"), "")
    return Group(Text.assemble((f"[{number}] ", "bold"), size), Padding(lines, (0, 0, 0, 4)))


def _agents(line: CreditLine) -> str:
    """What was understood of a credit line."""
    agents = ", ".join(f"{_printable(credit.name)} ({credit.role.replace('_', ' ')})" for credit in line.credits)
    flags = f" [{', '.join(sorted(flag.replace('_', ' ') for flag in line.flags))}]" if line.flags else ""
    return f"{agents or 'not understood'}{flags}, confidence {line.confidence:.2f}"

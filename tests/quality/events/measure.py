"""How well events and places come out: ``python -m tests.quality.events.measure [GOLD.jsonl[.gz] …]``.

Runs the commands that users have, ``scrapy events cluster`` and ``places``, on sets with right answers: those beside
this module, and with ``../shared/eval`` the sets that lie there, scored by the scorers that lie there too. Given files
are measured alone: rows as those of ``conflict.jsonl`` or ``places.jsonl``.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.crawl.conftest import PROJECT, environment_of
from tests.quality.events.places import PLACES, PlaceScore, score_places
from tests.quality.events.records import records, score_records, truths
from tests.quality.events.sets import HERE, SETS, Score, development_sets, read_rows, score
from tests.quality.gold import EVAL

US: Final = "Dateline"
EVENT_SETS: Final = ("gva", "ecbplus")
PLACE_SETS: Final = ("tr-news",)
SIMPLE: Final = {
    "gva": ("single-pass TF-IDF", (0.892, 0.658, 0.854)),
    "ecbplus": ("single-pass TF-IDF", (0.859, 0.809, None)),
    "tr-news": ("longest name in a gazetteer, most populous", (0.489, 0.429, 0.254)),
}
"""What simple ways reach, as ``../shared/eval/README.md`` has it."""

EVENT_FIGURES: Final = {
    "B3 F1": "B-cubed F1, a mean over reports of how the event they were put in and their own overlap",
    "pair F1": "F1 over pairs of reports that were put in one event: large events weigh most",
    "multi B3 F1": "B-cubed F1 over the reports whose event has two or more",
}
PLACE_FIGURES: Final = {
    "mentions F1": "place names found, spans that overlap, one to one",
    "within 161 km": "of those found, the part that lies within 100 miles of the right place",
    "both": "of all place names, the part found and within 100 miles",
}
RECORD_FIGURES: Final = {
    "occurred": "the days overlap the right ones",
    "place": "within 161 km of the right one",
    "kind": "the right one of the twelve",
    "killed": "the last toll is among the numbers listed",
}
"""The figures of each table, and what they mean."""

NOT_THERE: Final = "../shared/eval is not there: gva, ecbplus and tr-news are not measured"
_EVENTS: Final = re.compile(r"B3 P \S+ R \S+ F1 (\S+)\s+pair F1 (\S+)\s+multi B3 F1 (\S+)")
_PLACES: Final = re.compile(r"R \S+ F1 (\S+)\n.*found: (\S+)\s+both: (\S+)")

Values = tuple[float | None, ...]
Row = tuple[str, str, Values]
"""The set's name, who was measured, and the figures."""


def predicted(action: str, path: Path, folder: Path) -> Path:
    """Where ``scrapy events`` wrote the events, or the places, of a file. Raises RuntimeError with its words."""
    output = folder / "predicted.jsonl"
    command = [sys.executable, "-m", "scrapy", "events", action, path, "-o", output]
    done = subprocess.run(command, cwd=PROJECT, env=environment_of(None), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return output


def measured_events(path: Path, folder: Path, *, is_dated: bool = True) -> Score:
    """The figures of ``scrapy events cluster`` on a file of labelled articles; bare of their dates if asked."""
    rows, asked = read_rows(path), path
    if not is_dated:
        asked = folder / "undated.jsonl"
        asked.write_text("".join(json.dumps({**row, "published": None}) + "\n" for row in rows), "utf-8")
    said = {row["id"]: row["event"] for row in read_rows(predicted("cluster", asked, folder))}
    # One that was left out stands alone.
    return score([row["event"] for row in rows], [said.get(row["id"], ("alone", row["id"])) for row in rows])


def measured_places(path: Path, folder: Path) -> PlaceScore:
    """The figures of ``scrapy events places`` on a file of texts with their place mentions."""
    said = {row["id"]: row["places"] for row in read_rows(predicted("places", path, folder))}
    return score_places(read_rows(path), said)


def judged(name: str, folder: Path) -> Values:
    """The figures that the scorer of ``../shared/eval`` prints for one of its sets; what it prints is printed."""
    is_places = name in PLACE_SETS
    gold = EVAL / "places" / f"{name}.jsonl" if is_places else EVAL / "events" / f"{name}.jsonl.gz"
    output = predicted("places" if is_places else "cluster", gold, folder)
    scorer = EVAL / ("places.py" if is_places else "events.py")
    said = subprocess.run([sys.executable, scorer, gold, output], capture_output=True, text=True, check=True).stdout
    print(f"{name}\n{said}", file=sys.stderr)
    found = (_PLACES if is_places else _EVENTS).search(said)
    if found is None:
        raise RuntimeError(f"{scorer} printed no figures that are known: {said}")
    return tuple(map(float, found.groups()))


def values_of(found: Score | PlaceScore) -> Values:
    """Figures in the order of the tables."""
    if isinstance(found, Score):
        return found.b3, found.pair, found.multi
    return found.mentions, found.within, found.both


def event_rows(folder: Path) -> Iterator[Row]:
    """Judged sets, each beside what is simple; then our own, dated and bare of dates."""
    yield from _judged_rows(EVENT_SETS, folder)
    for name in SETS:
        for is_dated in (True, False):
            found = measured_events(HERE / f"{name}.jsonl", folder, is_dated=is_dated)
            yield f"{name} (our own{'' if is_dated else ', undated'})", US, values_of(found)


def place_rows(folder: Path) -> Iterator[Row]:
    """As ``event_rows``, for places."""
    yield from _judged_rows(PLACE_SETS, folder)
    yield "places (our own)", US, values_of(measured_places(PLACES, folder))


def _judged_rows(names: Sequence[str], folder: Path) -> Iterator[Row]:
    for name in names if EVAL.is_dir() else ():
        yield name, US, judged(name, folder)
        yield name, *SIMPLE[name]


def record_rows() -> Iterator[Row]:
    """Records made of the right articles, on our own sets."""
    for labelled in development_sets():
        found = score_records(records(labelled, labelled.read()), truths(labelled))
        yield f"{labelled.name} (our own)", US, (found.occurred, found.place, found.kind, found.killed)


def table(figures: Mapping[str, Any], rows: Iterator[Row]) -> Iterator[str]:
    """Lines of a Markdown table, and what its figures mean."""
    yield "| " + " | ".join(["set", "", *figures]) + " |"
    yield "| --- " * (len(figures) + 2) + "|"
    for name, who, values in rows:
        cells = ("–" if value is None else f"{value:.3f}" for value in values)
        yield "| " + " | ".join([name, who, *cells]) + " |"
    yield ""
    yield from (f"- **{name}**: {meaning}." for name, meaning in figures.items())


def section() -> Iterator[str]:
    """The part of docs/quality.md on events and places."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from ("## Which reports tell of one event", "")
        yield "gva, ecbplus and tr-news lie in `../shared/eval` and come from elsewhere: the settings are one for all,"
        yield "and [events.md](events.md) says how they were chosen and what was seen on the way. Our own sets are in"
        yield "`tests/quality/events` and described there. gva is dated, ecbplus is not."
        yield from ("", *table(EVENT_FIGURES, event_rows(folder)))
        yield from ("", "## Places", "")
        yield "Which words of a text name a place, and where that place is."
        yield from ("", *table(PLACE_FIGURES, place_rows(folder)))
        yield from ("", "## What the record of an event says", "")
        yield "Given the right articles of each event: the part of the events, of those where the answer is known."
        yield from ("", *table(RECORD_FIGURES, record_rows()))


def given(paths: Sequence[Path]) -> Iterator[str]:
    """A table for each given file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in paths:
            is_places = "places" in read_rows(path)[0]
            found = measured_places(path, folder) if is_places else measured_events(path, folder)
            yield from table(PLACE_FIGURES if is_places else EVENT_FIGURES, iter([(path.name, US, values_of(found))]))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.events.measure", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="files of labelled articles or of texts with their places")
    paths = parser.parse_args().gold
    if not paths and not EVAL.is_dir():
        print(NOT_THERE)
    for line in given(paths) if paths else section():
        print(line, flush=True)


if __name__ == "__main__":
    main()

"""``make quality``: scores extraction on the real pages beside its peers, and events and places beside what is simple;
prints it, and writes docs/quality.md.

Peers run in the environments that ``make bench-extract`` made, and each figure is the better of that run and of what
``../shared/eval/README.md`` states; for a peer that has no environment the stated figures are taken, and marked.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.bench.tools import Reader, is_ready
from tests.crawl.conftest import PROJECT, run_scrapy
from tests.pages.golden import page_names, read_golden
from tests.quality.events.measure import NOT_THERE
from tests.quality.events.measure import section as events_section
from tests.quality.gold import EVAL, MANIFEST, GoldFault, Record, aggregate, read_faults, read_lines, set_aside
from tests.quality.stripped import WAYS, write_manifest

DOC: Final = PROJECT / "docs" / "quality.md"
US: Final = "Dateline"

FIGURES: Final = {
    "sh_f1": ("body F1", "runs of four words of the text, F1 of mean precision and mean recall over pages"),
    "title_ex": ("title exact", "pages whose headline has the gold's words, no more and no fewer"),
    "pub_inst": ("instant", "pages whose publication date is the same minute, time zone counted"),
    "pub_date": ("date", "pages whose publication date is the same day"),
    "auth_f1": ("authors F1", "names of people in the byline, mean of the pages' F1"),
    "cap_f1": (
        "captions F1",
        "captions at their picture that share four words in five with the gold's, over all pictures",
    ),
    "cap_ex": ("captions exact", "of the gold's captions, those that come with its very words"),
    "cred_ex": ("credits exact", "of the gold's credit lines, those that come with their very words"),
    "cred_prec": ("credits precision", "of our credit lines on pages with gold credits, those that are exact"),
}
"""The scorer's figures: heading, and what it means."""

LANGUAGES: Final = {
    "English": ("en",),
    "German": ("de",),
    "other languages in Latin letters": ("es", "fr", "cs", "tr", "xh", "da", "is", "it", "lt", "no", "sw", "vi", "zu"),
    "other scripts": ("ja", "zh", "hi", "ko", "ar"),
}

_STATED: Final = {
    "trafilatura": (0.951, 0.605, 0, 0.974, 0.828, 0, 0, 0, None),
    "trafilatura-fast": (0.940, 0.605, 0, 0.974, 0.828, 0, 0, 0, None),
    "newspaper4k": (0.896, 0.737, 0.802, 0.974, 0.764, 0, 0, 0, None),
    "news-please": (0.869, 0.702, 0, 0.947, 0.755, 0, 0, 0, None),
    "readability-lxml": (0.882, 0.754, None, None, None, 0, 0, 0, None),
}
"""In the order of ``FIGURES``, as ../shared/eval/README.md has them."""
_FIGCAPTIONS: Final = (None, None, None, None, None, 0.668, 0.302, 0.180, 0.90)
"""What 50 lines reach that take figure > figcaption and a class that says credit, from the same place."""

Row = tuple[str, Sequence[float | None]]


def read_dateline(folder: Path, manifest: Path = MANIFEST) -> dict[str, Record]:
    """What ``scrapy extract`` makes of the pages, by id. Raises ``RuntimeError`` with its words."""
    output = folder / "dateline.jsonl"
    done = run_scrapy("extract", "--manifest", manifest, "-o", output)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return {record["id"]: record for record in read_lines(output)}


def read_peer(tool: str, gold: Sequence[Record]) -> dict[str, Record]:
    """What a peer makes of the pages, by id."""
    reader = Reader(tool, MANIFEST)
    found = {page["id"]: reader.ask(number)["record"] for number, page in enumerate(gold)}
    reader.close()
    return found


def figures(found: Mapping[str, Any]) -> list[float | None]:
    """The scorer's answer in the order of ``FIGURES``; null where nothing was to be scored."""
    return [None if found[key] != found[key] else float(found[key]) for key in FIGURES]


def peer_rows(gold: Sequence[Record]) -> Iterator[Row]:
    """A row for each peer, measured where its environment is there."""
    for tool in _STATED:
        if is_ready(tool):
            print(f"reading the pages with {tool}", file=sys.stderr)
            found = figures(aggregate(gold, read_peer(tool, gold)))
            # What a tool does not read it cannot get wrong.
            pairs = zip(found, _STATED[tool], strict=True)
            yield tool, [stated if stated is None else max(stated, measured or 0) for measured, stated in pairs]
        else:
            yield f"{tool} (as stated)", _STATED[tool]
    yield "figure > figcaption, 50 lines (as stated)", _FIGCAPTIONS


def language_rows(gold: Sequence[Record], predicted: Mapping[str, Record]) -> Iterator[Row]:
    """A row for each group of languages, with its number of pages."""
    for group, languages in LANGUAGES.items():
        pages = sum(page["language"] in languages for page in gold)
        yield f"{group} ({pages} pages)", figures(aggregate(gold, predicted, languages))


def table(heading: str, rows: Iterable[Row]) -> list[str]:
    """Lines of a Markdown table."""
    headings = [heading, *(name for name, _ in FIGURES.values())]
    lines = ["| " + " | ".join(headings) + " |", "| --- " * len(headings) + "|"]
    for name, values in rows:
        lines.append("| " + " | ".join([name, *("–" if value is None else f"{value:.3f}" for value in values)]) + " |")
    return lines


def stripped_rows(gold: Sequence[Record]) -> Iterator[Row]:
    """A row for each thing that is taken away from the pages."""
    for name, way in WAYS.items():
        with tempfile.TemporaryDirectory() as folder:
            manifest = write_manifest(gold, way, Path(folder))
            yield f"{US}, {name}", figures(aggregate(gold, read_dateline(Path(folder), manifest)))


def gold_section(us: Row, without: Row, faults: Sequence[GoldFault]) -> Iterator[str]:
    """The gold's faults, and the figures without them."""
    yield from ("", "## Where the gold is wrong", "")
    if not faults:
        yield "No case is written down (`tests/quality/gold_faults.yml`)."
        return
    yield "The gold has faults of its own, and no rule here is bent to them. These cases were looked at in the page;"
    yield "the second row sets them aside: what a case concerns is scored in neither gold nor reading."
    yield from ("", *table("", [us, without]), "", "| page | figure | picture | reason |", "| --- | --- | --- | --- |")
    for fault in faults:
        place = fault.image or ("" if fault.gold is None else str(fault.gold))
        yield f"| {fault.page} | {fault.figure} | {place} | {fault.reason} |"


def own_section() -> Iterator[str]:
    """What the pages under tests/pages show: fields by how many pages read them as their golden says."""
    goldens = {name: golden for name in page_names() if (golden := read_golden(name))}
    faults = [(name, field, why) for name, golden in goldens.items() for field, why in golden.known_faults.items()]
    yield from ("", "## What our own pages show", "")
    yield f"`tests/pages` holds {len(goldens)} pages, one for a shape or a language, each with the right answer beside"
    if not faults:
        yield "it. All are read as they should be."
        return
    named = ", ".join(f"{field} {count}" for field, count in Counter(field for _, field, _ in faults).most_common())
    whole = len(goldens) - len({name for name, _, _ in faults})
    yield f"it. {whole} are read as they should be; in the others {len(faults)} fields are known to be wrong"
    yield f"({named}):"
    yield from ("", "| page | field | what is wrong |", "| --- | --- | --- |")
    yield from (f"| {name} | {field} | {why} |" for name, field, why in faults)


def report(predicted: Mapping[str, Record]) -> Iterator[str]:
    """The lines of docs/quality.md."""
    gold, faults = read_lines(MANIFEST), read_faults()
    us = (US, figures(aggregate(gold, predicted)))
    publishers, languages = ({page[key] for page in gold} for key in ("publisher", "language"))
    yield from ("# Quality", "")
    yield "Of extraction first, then of events and places."
    yield "Made by `make quality`; a test holds that no figure here is better than what is measured."
    yield f"{len(gold)} real pages of {len(publishers)} publishers in {len(languages)} languages, with gold answers"
    yield "from another project's hand-written rules for these sites. No rule of ours knows a site, and no override is"
    yield "for one of them."
    yield "Of a peer, each figure is the better of two runs: one here, in an environment of its own with the versions"
    yield "in `tests/bench`, and the one that came with the gold."
    yield from ("", *table("", [us, *peer_rows(gold)]), "", "What each figure means:", "")
    yield from (f"- **{name}**: {meaning}." for name, meaning in FIGURES.values())
    yield from ("", "## By language", "", *table("", language_rows(gold, predicted)))
    yield from ("", "## What the figures rest on", "")
    yield "The same pages with something taken away: class names that a site may have made up, or metadata that it may"
    yield "not have."
    yield from ("", *table("", [us, *stripped_rows(gold)]))
    without = set_aside(gold, predicted, faults)
    yield from gold_section(us, (f"{US}, these cases set aside", figures(aggregate(*without))), faults)
    yield from own_section()
    yield from ("", *events_section())


def main() -> None:
    argparse.ArgumentParser(prog="python -m tests.quality.report", description=__doc__).parse_args()
    if not EVAL.is_dir():
        print("not scored: the real pages of ../shared/eval are not there; docs/quality.md is left as it is")
        print(NOT_THERE, *events_section(), sep="\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(report(read_dateline(Path(folder)))) + "\n"
    DOC.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()

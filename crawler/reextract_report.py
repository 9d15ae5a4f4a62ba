"""What a re-extraction found, for people and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from crawler.reextraction import Findings, Missed
from models.articles import Stored
from models.printing import for_people
from models.reextraction import Rewritten
from pipelines.differences import KINDS, ORDER, FieldCount, Kind, Sample, excerpts
from pipelines.ledger import KEPT

_WIDTH = 110
_KINDS: Mapping[Kind, str] = {"filled": "newly filled", "lost": "lost", "changed": "changed"}


def print_findings(console: Console, found: Findings) -> None:
    """The whole report."""
    fields = _differing(found)
    console.print(
        f"{found.read} versions of articles read: {found.read - found.differing} as stored, {found.differing} differ."
    )
    if fields:
        console.print(_table(fields))
    for line in (*_samples(fields), *_moves(found), *_missed(found), *_pages(found)):
        console.print(line, markup=False, soft_wrap=True)


def _differing(found: Findings) -> dict[str, FieldCount]:
    counts = found.tally.fields
    return {name: counts[name] for name in ORDER if name in counts and any(counts[name].kinds.values())}


def _table(fields: Mapping[str, FieldCount]) -> Table:
    table = Table("field", title=None)
    for heading in ("filled before", "filled now", *_KINDS.values()):
        table.add_column(heading, justify="right")
    for name, count in fields.items():
        table.add_row(name, str(count.before), str(count.after), *(str(count.kinds[kind]) for kind in KINDS))
    return table


def _samples(fields: Mapping[str, FieldCount]) -> Iterator[str]:
    for name, count in fields.items():
        for kind, said in _KINDS.items():
            if count.samples[kind]:
                yield f"\n{name}, {said} ({count.kinds[kind]} in all)"
                for sample in count.samples[kind]:
                    yield from _lines(sample)


def _lines(sample: Sample) -> Iterator[str]:
    yield f"  article {sample.article_id}, version {sample.revision}: {for_people(sample.url)}"
    for sign, text in zip("-+", excerpts(sample.before, sample.after, _WIDTH), strict=True):
        yield f"    {sign} {for_people(text)}"


def _moves(found: Findings) -> Iterator[str]:
    if found.moves:
        yield f"\n{found.moves} articles would be known by another URL now; they stay under theirs:"
        for sample in found.moved:
            yield from _lines(sample)


def _missed(found: Findings) -> Iterator[str]:
    for missed, said in (
        (found.rejected, "no article any more, left as they are"),
        (found.faults, "broke the worker that read them, left as they are"),
        (found.unreadable, "not to be had from the archive"),
    ):
        for reason, each in missed.items():
            yield f"\n{each.pages} pages {said}: {for_people(reason)}"
            yield f"  {for_people(each.example)}"
    if found.pages_left:
        yield f"\n{found.pages_left} archived pages gave no article: --quarantined has them read, too."
    if found.not_archived:
        yield f"\n{found.not_archived} versions were stored without an archive, and stay as they are."


def _pages(found: Findings) -> Iterator[str]:
    if not found.pages:
        return
    yield f"\n{found.pages} pages that gave no article read: {found.pages_now} give one now."
    if found.pages_still:
        yield "  none still: " + ", ".join(f"{reason} {number}" for reason, number in found.pages_still.most_common())
    for url, headline in found.page_samples:
        yield f"  {for_people(headline)} <{for_people(url)}>"


def print_written(console: Console, done: Rewritten | None, stored: Sequence[Stored]) -> None:
    """What was written, and what was not; ``done`` is null where nothing was to be."""
    if done is None:
        console.print("\nNothing was written.")
        return
    console.print(f"\n{done.written} versions written.")
    if stored:
        console.print(f"{sum(each.outcome in KEPT for each in stored)} of {len(stored)} pages stored as articles.")
    if done.meanwhile:
        console.print(f"changed meanwhile, left alone: {_ids(done.meanwhile)}; run it again", soft_wrap=True)
    for article_id, said in done.refused.items():
        line = f"article {article_id}: refused by the database: {for_people(said)}"
        console.print(line, markup=False, soft_wrap=True)


def _ids(ids: list[int]) -> str:
    shown = ", ".join(map(str, ids[:20]))
    return f"{len(ids)} articles ({shown}{', …' * (len(ids) > 20)})"


def as_json(found: Findings, done: Rewritten | None) -> dict[str, Any]:
    """The report as JSON has it; ``written`` is null where nothing was to be written, or not yet."""
    return {
        "read": found.read,
        "unchanged": found.read - found.differing,
        "differing": found.differing,
        "not_archived": found.not_archived,
        "fields": {
            name: {
                "filled_before": count.before,
                "filled_now": count.after,
                **count.kinds,
                "samples": {kind: [asdict(sample) for sample in count.samples[kind]] for kind in KINDS},
            }
            for name, count in found.tally.fields.items()
        },
        "other_url": {"articles": found.moves, "samples": [asdict(sample) for sample in found.moved]},
        "rejected": _json(found.rejected),
        "faults": _json(found.faults),
        "unreadable": _json(found.unreadable),
        "pages": {
            "read": found.pages,
            "still": dict(found.pages_still),
            "now": found.pages_now,
            "samples": [{"url": url, "headline": headline} for url, headline in found.page_samples],
        },
        "written": done and asdict(done),
    }


def _json(missed: Mapping[str, Missed]) -> dict[str, Any]:
    return {reason: asdict(each) for reason, each in missed.items()}

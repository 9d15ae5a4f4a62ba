"""``scrapy events cluster`` and ``places``: files of rows, without a database."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawler.events.arguments import Asked
from crawler.events.files import Rows, story_of_article, text_row, written
from crawler.events.updating import Readership
from crawler.events.wiring import get_ready, our_stages
from models.events.items import Report
from pipelines.events.clusters.in_memory import cluster
from pipelines.events.places import locate

_MANY = 1_000_000  # rows, perhaps: how many there are shows at the end


def of_file(asked: Asked, readership: Readership) -> int:
    """Write the events, or the places, of a file's rows; the exit code: 1 if rows were skipped."""
    rows = Rows(asked.file)
    with _to(asked.output) as write:
        if asked.action == "cluster":
            reports = asyncio.run(_read(rows, readership))
            for identity, event in cluster(reports):
                write({"id": identity, "event": event})
        else:
            for row in rows.checked(text_row):
                write(locate(row))
    skipped = f", {rows.skipped} skipped" if rows.skipped else ""
    print(f"scrapy events: {rows.read} rows read{skipped}", file=sys.stderr)
    return 1 if rows.skipped else 0


async def _read(rows: Rows, readership: Readership) -> list[Report]:
    """The reports of all rows; one that cannot be read is skipped."""
    get_ready()
    found = []
    readers = readership.readers(our_stages(), _MANY)
    try:
        async for story, report in readers.stream(rows.checked(story_of_article)):
            if isinstance(report, Report):
                found.append(report)
            else:
                rows.read -= 1
                rows.skip(f"row {story.id!r}", report)
    finally:
        readers.close()
    return found


@contextmanager
def _to(output: Path | None) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    if output is None:
        yield lambda row: print(json.dumps(row, ensure_ascii=False))
        return
    with written(output) as write:
        yield write

"""``scrapy events cluster`` and ``places``: files of rows, without a database."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawler.events.arguments import Asked
from crawler.events.files import Rows, story_of_article, text_row, written
from pipelines.events.in_memory import cluster
from pipelines.events.places import locate


def of_file(asked: Asked) -> int:
    """Write the events, or the places, of a file's rows; the exit code: 1 if rows were skipped."""
    rows = Rows(asked.file)
    with _to(asked.output) as write:
        if asked.action == "cluster":
            for identity, event in cluster(rows.checked(story_of_article)):
                write({"id": identity, "event": event})
        else:
            for row in rows.checked(text_row):
                write(locate(row))
    skipped = f", {rows.skipped} skipped" if rows.skipped else ""
    print(f"scrapy events: {rows.read} rows read{skipped}", file=sys.stderr)
    return 1 if rows.skipped else 0


@contextmanager
def _to(output: Path | None) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    if output is None:
        yield lambda row: print(json.dumps(row, ensure_ascii=False))
        return
    with written(output) as write:
        yield write

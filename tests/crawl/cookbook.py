"""Asking the cookbook's questions as its readers do: in psql, as an analyst, on the demo's corpus.

``python -m tests.crawl.cookbook`` writes the answers of a fresh corpus into docs/cookbook.md. Read what changed before
you commit it.
"""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from models import db
from models.local import LocalServer
from tests.conftest import remove_server, scratch_database
from tests.cookbook import COOKBOOK, Question, questions, with_outputs
from tests.crawl.conftest import Crawled, keep_events_up, newsroom_crawled, run_scrapy

DEMO_PORT = 8717  # where `scrapy demo` serves the first outlet
_NEXT = "-- the next question"


def answers(crawled: Crawled, asked: list[Question]) -> list[str]:
    """What psql prints for each question, without blanks at the ends of lines. Raises RuntimeError if it complains."""
    script = "".join(f"{question.sql}\\echo '{_NEXT}'\n" for question in asked)
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
        file.write(script)
        file.flush()
        shell = ("psql", "--analyst", "--no-psqlrc", "--quiet", "--pset=pager=off", f"--file={file.name}")
        done = run_scrapy("db", *shell, url=crawled.url, PGTZ="UTC")
    if done.stderr or done.returncode:
        raise RuntimeError(done.stderr)
    printed = done.stdout.split(f"{_NEXT}\n")[:-1]
    return [_as_in_the_demo(_bare(output), crawled.newsroom.outlets) for output in printed]


def _bare(output: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in output.rstrip("\n").split("\n"))


def _as_in_the_demo(output: str, outlets: Mapping[str, str]) -> str:
    """With the addresses that the outlets have in the demo. A table of one column is as wide as its longest row."""
    moved = output
    for number, base in enumerate(outlets.values()):
        moved = moved.replace(f"{base}/", f"http://127.0.0.1:{DEMO_PORT + number}/")
    if moved == output:
        return output
    heading, _, *rows = moved.splitlines()
    width = max(map(len, rows[:-1])) - 1
    heading = " " + " " * ((width - len(heading.strip())) // 2) + heading.strip()
    return "\n".join([heading, "-" * (width + 2), *rows]) + "\n"


def main() -> None:
    """Rewrite the page."""
    os.environ |= {"DATELINE_ALLOW_NETWORKS": "127.0.0.1/32", "DATELINE_EVENTS_AFTER_CRAWL": "0"}
    with tempfile.TemporaryDirectory(prefix="dl-") as folder:
        root = Path(folder).resolve()
        root.chmod(0o755)  # a server that root starts runs as another user
        server = LocalServer(root)
        try:
            with scratch_database(server.start()) as url:
                with db.engine_on(url) as engine:
                    db.upgrade(engine)
                with newsroom_crawled(url, root / "sources") as crawled:
                    keep_events_up(crawled)
                    page = with_outputs(COOKBOOK.read_text("utf-8"), iter(answers(crawled, questions())))
        finally:
            server.release()
            remove_server(root)
    COOKBOOK.write_text(page, "utf-8")


if __name__ == "__main__":
    main()

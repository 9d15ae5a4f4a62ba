"""One extraction tool in a process of its own, which reads pages when told to and says what CPU time each took.

    python reader.py TOOL MANIFEST

Runs in that tool's environment, so it imports nothing of this project but for ``dateline``. A line on standard input is
a page's number in the manifest; the answer is a line of JSON: ``cpu`` (seconds), ``failed`` (the error's name or null)
and ``record``, what was read, in the form that the scorer of ``../shared/eval`` takes. ``stages`` as a line gives where
Dateline's time went since it was last asked.
"""

import gzip
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Read = Callable[[bytes, str], Record]


def _dateline() -> Read:
    from pipelines.extract.as_json import document_json
    from pipelines.extract.document import extract_document

    return lambda body, url: document_json(extract_document(body, url))


def _trafilatura(fast: bool = False) -> Read:
    import trafilatura

    def read(body: bytes, url: str) -> Record:
        found: Any = trafilatura.bare_extraction(body, url=url, with_metadata=True, fast=fast)
        authors = (found.author or "").split("; ") if found else []
        return {"title": found.title, "authors": authors, "published": found.date, "body": found.text} if found else {}

    return read


def _trafilatura_fast() -> Read:
    return _trafilatura(fast=True)


def _offline() -> None:
    """tldextract would fetch the list of public suffixes; it brings one of its own."""
    from tldextract import tldextract

    tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def _newspaper4k() -> Read:
    import newspaper

    _offline()

    def read(body: bytes, url: str) -> Record:
        article = newspaper.Article(url, fetch_images=False)
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        date = article.publish_date
        return {
            "title": article.title, "authors": article.authors, "published": date and date.isoformat(),
            "body": article.text,
        }  # fmt: skip

    return read


def _news_please() -> Read:
    from newsplease import NewsPlease

    _offline()

    def read(body: bytes, url: str) -> Record:
        article = NewsPlease.from_html(body.decode("utf-8", "replace"), url=url, fetch_images=False)
        date = article.date_publish
        return {
            "title": article.title, "authors": article.authors, "published": date and date.isoformat(),
            "body": article.maintext,
        }  # fmt: skip

    return read


def _readability() -> Read:
    from lxml import html
    from readability import Document

    def read(body: bytes, url: str) -> Record:
        document = Document(body.decode("utf-8", "replace"), url=url)
        root = html.fromstring(document.summary(html_partial=True))
        blocks = [" ".join(str(block.text_content()).split()) for block in root.iter("p", "h2", "h3", "li", "pre")]
        return {"title": document.short_title(), "body": "\n".join(block for block in blocks if block)}

    return read


TOOLS: dict[str, Callable[[], Read]] = {
    "dateline": _dateline,
    "trafilatura": _trafilatura,
    "trafilatura-fast": _trafilatura_fast,
    "newspaper4k": _newspaper4k,
    "news-please": _news_please,
    "readability-lxml": _readability,
}


def load(entry: dict[str, str], folder: Path) -> bytes:
    """A page's bytes."""
    body = (folder / entry["html_path"]).read_bytes()
    return gzip.decompress(body) if entry["html_path"].endswith(".gz") else body


def answer(read: Read, body: bytes, url: str) -> Record:
    """One page read. A tool's exception is its answer for that page."""
    start = time.process_time()
    record: Record = {}
    failed = None
    try:
        record = read(body, url)
    except Exception as error:  # whatever a peer throws
        failed = type(error).__name__
    return {"cpu": time.process_time() - start, "failed": failed, "record": record}


def main(tool: str, manifest: str) -> None:
    """Answer until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a tool prints is not an answer
    entries = [json.loads(line) for line in Path(manifest).read_text("utf-8").splitlines() if line.strip()]
    clocks = None
    if tool == "dateline-stages":
        from tests.bench.stages import StageClocks

        read, clocks = _dateline(), StageClocks()
    else:
        read = TOOLS[tool]()
    for line in sys.stdin:
        if line.strip() == "stages" and clocks is not None:
            found: Record = clocks.take()
        else:
            entry = entries[int(line)]
            found = answer(read, load(entry, Path(manifest).parent), entry["url"])
        answers.write(json.dumps(found, ensure_ascii=False) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])

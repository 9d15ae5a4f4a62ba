"""Golden answers beside the pages: ``NAME.html`` is a page, ``NAME.yml`` says what must be read from it.

    python -m tests.pages.golden            # write the goldens that are missing, show where the others differ
    python -m tests.pages.golden NAME …     # the same for these pages alone

A golden holds ``url``, what is known of the page beforehand (``hints``, if anything), the fields of ``document_json``
that it promises (a field may be left out), and ``known_faults``: fields that are read wrongly today, with the reason;
``images.credit`` there stands for ``images.credits`` and ``images.credit_source`` too, as each name does for those that
it begins. What a golden says is the right answer, read by a person, also where extraction does not reach it yet.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from models.items import Hints
from pipelines.extract.as_json import document_json
from pipelines.extract.document import extract_document
from pipelines.extract.overrides.reading import Overrides

PAGES = Path(__file__).parent
_FETCHED = datetime(2027, 1, 1, tzinfo=UTC)
"""When the pages were fetched, where a golden says nothing else: no reading depends on the day of the test."""
_LEFT_OUT = ("url", "urls", "width", "height", "credit_confidence")
"""What a new golden does not promise: the given URL, and parts of an image that say little on most pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """The right answer for one page."""

    url: str
    fields: Mapping[str, Any]
    """By the names of ``flat``."""
    known_faults: Mapping[str, str] = field(default_factory=dict)
    """Why a field is not read rightly yet."""
    hints: Hints = field(default_factory=Hints)


def page_names() -> list[str]:
    """The pages, in the order of their names."""
    return sorted(path.stem for path in PAGES.glob("*.html"))


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with its images turned on their side: ``images.caption`` lists the caption of each."""
    images = record.get("images") or []
    names = dict.fromkeys(name for image in images for name in image)
    found = {name: value for name, value in record.items() if name != "images"}
    if "images" in record:
        found["images"] = len(images)
    return found | {f"images.{name}": [image.get(name) for image in images] for name in names}


def read_golden(name: str) -> Golden | None:
    """The golden of a page; null if none is written yet."""
    path = PAGES / f"{name}.yml"
    if not path.is_file():
        return None
    stated: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    url, hints = stated.pop("url"), Hints(**stated.pop("hints", {}))
    faults = stated.pop("known_faults", {})
    return Golden(url=url, fields=flat(stated), known_faults=faults, hints=hints)


def read_page(name: str, golden: Golden | None, overrides: Overrides | None = None) -> dict[str, Any]:
    """What extraction makes of a page today, by ``overrides`` or by those that are shipped."""
    url = golden.url if golden else f"https://press.example/2026/{name}"
    hints = golden.hints if golden else Hints()
    hints = replace(hints, fetched_at=hints.fetched_at or _FETCHED)
    return document_json(extract_document((PAGES / f"{name}.html").read_bytes(), url, hints, overrides))


def differences(name: str, golden: Golden, overrides: Overrides | None = None) -> Iterator[tuple[str, Any, Any]]:
    """Fields that are read otherwise than the golden says: name, golden, reading."""
    found = flat(read_page(name, golden, overrides))
    for key, right in golden.fields.items():
        if found.get(key) != right:
            yield key, right, found.get(key)


def fault_of(name: str, golden: Golden) -> str | None:
    """The known fault that a field falls under; null if none does."""
    return next((fault for fault in golden.known_faults if name.startswith(fault)), None)


class _Dumper(yaml.SafeDumper):
    """Paragraphs a line, so that a golden can be read beside its page."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def write_golden(name: str) -> None:
    """Write down what is read from the page today, for a person to judge."""
    record = read_page(name, None)
    images = [{key: value for key, value in image.items() if key not in _LEFT_OUT[1:]} for image in record["images"]]
    kept = {key: value for key, value in record.items() if value is not None} | {"images": images}
    (PAGES / f"{name}.yml").write_text(as_yaml(kept), "utf-8")


def as_yaml(golden: Mapping[str, Any]) -> str:
    """A golden's text."""
    return yaml.dump(dict(golden), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def main(names: list[str]) -> None:
    """Write missing goldens, print differences."""
    if unknown := [name for name in names if name not in page_names()]:
        sys.exit(f"no page tests/pages/{unknown[0]}.html; write it first")
    for name in names or page_names():
        golden = read_golden(name)
        if golden is None:
            write_golden(name)
            print(f"{name}: written; read it line by line")
            continue
        for key, right, found in differences(name, golden):
            known = " (known)" if fault_of(key, golden) else ""
            print(f"{name}: {key}{known}\n  golden:  {right!r}\n  reading: {found!r}")


if __name__ == "__main__":
    main(sys.argv[1:])

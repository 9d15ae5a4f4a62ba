"""Pages of our own, one for each shape, read as their goldens say."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.pages import golden as goldens
from tests.pages.golden import Golden, differences, fault_of, page_names, read_golden, read_page, write_golden


def known(name: str, field: str, reason: str) -> Any:
    """A field that is read wrongly today, for the reason that the golden gives."""
    fails = pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)
    return pytest.param(name, field, marks=fails, id=f"{name}-{field}")


FAULTS = [
    known(name, field, reason)
    for name in page_names()
    if (golden := read_golden(name))
    for field, reason in golden.known_faults.items()
]


def golden_of(name: str) -> Golden:
    golden = read_golden(name)
    if golden is None:
        write_golden(name)
        pytest.fail(f"tests/pages/{name}.yml was written: read it line by line beside the page, then commit it")
    return golden


@cache
def wrong(name: str) -> dict[str, tuple[Any, Any]]:
    return {field: (right, found) for field, right, found in differences(name, golden_of(name))}


@pytest.mark.parametrize("name", page_names())
def test_a_page_is_read_as_its_golden_says(name: str) -> None:
    golden = golden_of(name)
    assert {field: pair for field, pair in wrong(name).items() if fault_of(field, golden) is None} == {}


@pytest.mark.parametrize(("name", "field"), FAULTS)
def test_a_known_fault_is_mended(name: str, field: str) -> None:
    golden = golden_of(name)
    assert [found for found in wrong(name) if fault_of(found, golden) == field] == []


def stated() -> Iterator[tuple[str, str]]:
    for name in page_names():
        golden = golden_of(name)
        yield from (
            (name, field)
            for field in golden.known_faults
            if not any(stated.startswith(field) for stated in golden.fields)
        )


def test_every_known_fault_is_of_a_field_that_the_golden_states() -> None:
    assert list(stated()) == []


@pytest.mark.parametrize("name", page_names())
def test_every_field_that_is_filled_says_where_it_stands(name: str) -> None:
    record = read_page(name, golden_of(name))
    own = {"title": "headline", "url": None, "canonical_conflicts": None, "sources": None, "images": None}
    fields = {own.get(key, key) for key, value in record.items() if value or (key == "paywalled" and value is False)}
    of_dates = {field for field in fields if field and field.startswith(("published", "modified"))}
    assert {field for field in fields - of_dates if field} <= set(record["sources"])
    assert all(record[f"{date}_origin"] for date in ("published", "modified") if record[date])
    for image in record["images"]:
        assert bool(image["caption"]) == bool(image["caption_source"])
        assert bool(image["credit"]) == bool(image["credit_source"])


def test_a_page_without_a_golden_gets_one_that_a_person_must_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goldens, "PAGES", tmp_path)
    (tmp_path / "mill.html").write_text("<title>x</title><h1>Mill burns</h1><p>The mill at Low Ford burned down.</p>")
    with pytest.raises(pytest.fail.Exception, match=r"mill\.yml was written: read it line by line"):
        golden_of("mill")
    golden = golden_of("mill")
    assert golden.fields["title"] == "Mill burns"
    assert list(differences("mill", golden)) == []

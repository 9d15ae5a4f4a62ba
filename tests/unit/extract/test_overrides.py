"""A site that no rule for all sites can read has a rule of its own, dated, and with a page that proves it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models.items import Hints
from pipelines.extract.document import extract_document
from pipelines.extract.overrides.reading import (
    SHIPPED,
    OverrideError,
    Overrides,
    override_for,
    read_override,
    read_overrides,
    shipped_overrides,
)
from tests.pages.golden import differences, read_golden

NAMES = sorted(path.stem for path in SHIPPED.glob("*.yml"))
GOOD = {
    "hosts": "[gazette.example]",
    "since": "2026-03-01",
    "reason": "The page says nothing in HTML's own words.",
    "proof": "figure-figcaption",
    "headline": "//b[1]",
}
PAGE = (
    b"<html><head><title>The Gazette</title></head><body><h1>The Gazette</h1><b>Mill burns</b>"
    b"<p>The mill at Low Ford burned down on Sunday night, and with it the flour of three parishes.</p></body></html>"
)


def write(folder: Path, name: str = "gazette", **changes: str | None) -> Path:
    """An override file: the good one, with other values, or without a key."""
    keys = {key: value for key, value in (GOOD | changes).items() if value is not None}
    path = folder / f"{name}.yml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in keys.items()))
    return path


def headline(overrides: Overrides, host: str = "gazette.example", day: date | None = None) -> str | None:
    fetched_at = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    document = extract_document(PAGE, f"https://{host}/mill", Hints(fetched_at=fetched_at), overrides)
    return document.headline


@pytest.mark.parametrize("name", NAMES)
def test_a_page_proves_each_override_that_is_shipped(name: str) -> None:
    override = read_override(SHIPPED / f"{name}.yml")
    golden = read_golden(override.proof)
    assert golden is not None, f"{name}: proof: no tests/pages/{override.proof}.html with its golden"
    assert override_for(golden.url, None, shipped_overrides()) == shipped_overrides()[override.hosts[0]][-1]
    assert list(differences(override.proof, golden, {})), "the page is read rightly without the override: take it out"
    assert list(differences(override.proof, golden)) == []


def test_an_override_is_for_its_host_with_and_without_www_alone(tmp_path: Path) -> None:
    write(tmp_path)
    overrides = read_overrides(tmp_path)
    assert headline(overrides) == headline(overrides, "www.gazette.example") == "Mill burns"
    assert headline(overrides, "blog.gazette.example") == headline(overrides, "other.example") == "The Gazette"


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 2, 28), "The Gazette"),
        (date(2026, 3, 1), "Mill burns"),
        (date(2026, 3, 31), "Mill burns"),
        (date(2026, 4, 1), "The Gazette"),
        (None, "The Gazette"),
    ],
)
def test_a_redesign_ends_an_override_for_pages_captured_after_it(tmp_path: Path, day: date | None, found: str) -> None:
    write(tmp_path, until="2026-03-31")
    assert headline(read_overrides(tmp_path), day=day) == found


def test_two_designs_of_a_site_have_an_override_each(tmp_path: Path) -> None:
    write(tmp_path, "old", until="2026-03-31")
    write(tmp_path, "new", since="2026-04-01", headline="//p")
    overrides = read_overrides(tmp_path)
    assert headline(overrides, day=date(2026, 3, 31)) == "Mill burns"
    assert (headline(overrides, day=date(2026, 4, 1)) or "").startswith("The mill at Low Ford")


def test_an_expression_that_finds_nothing_leaves_the_page_to_the_rules_for_all_sites(tmp_path: Path) -> None:
    write(tmp_path, headline="//u", body="//section", caption="//u", drop="//i")
    assert headline(read_overrides(tmp_path)) == "The Gazette"


def test_an_address_that_cannot_be_read_has_no_override(tmp_path: Path) -> None:
    write(tmp_path)
    assert override_for("https://[gazette.example/mill", None, read_overrides(tmp_path)) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hosts": None}, "hosts: neither a text nor a list of texts"),
        ({"hosts": "[https://gazette.example/]"}, "'https://gazette.example/' is not a host name"),
        ({"hosts": "[www.gazette.example]"}, "without www."),
        ({"hosts": "[7]"}, "hosts: neither a text nor a list of texts"),
        ({"since": None}, "since: missing"),
        ({"since": "soon"}, "since: not a day, such as 2026-09-01"),
        ({"until": "2026-02-01"}, "until: before since"),
        ({"reason": None}, "reason: missing"),
        ({"proof": "''"}, "proof: missing"),
        ({"headline": None}, "none of drop, headline, body, caption, credit"),
        ({"headline": "//b["}, "headline: '//b[' is not an XPath 1.0 expression"),
        ({"headline": "string(//b)"}, "headline: 'string(//b)' does not select elements"),
        ({"caption": "[]"}, "caption: neither a text nor a list of texts"),
        ({"titel": "//b"}, "titel: no such key"),
        ({"reason": "[unclosed"}, "expected ',' or ']'"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_key(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    path = write(tmp_path, **changes)
    with pytest.raises(OverrideError) as caught:
        read_override(path)
    assert str(caught.value).startswith("gazette.yml: ")
    assert said in str(caught.value)


def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gazette.yml"
    path.write_text("- hosts")
    with pytest.raises(OverrideError, match=r"gazette\.yml: not a mapping of keys"):
        read_override(path)


def test_two_overrides_for_the_same_days_of_a_host_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "one")
    write(tmp_path, "two", since="2026-08-01")
    with pytest.raises(OverrideError, match=r"two\.yml: hosts: gazette\.example has an override .* in one\.yml"):
        read_overrides(tmp_path)


def test_a_credit_goes_with_the_caption_before_it_and_a_caption_with_its_picture(tmp_path: Path) -> None:
    write(tmp_path, headline=None, body="//section", caption="//u", credit="//i")
    page = PAGE.replace(
        b"</b><p>",
        b"</b><section><img src='/a-1200.jpg'><u>The mill on Monday.</u><i>Lotte Fenn for the Gazette</i></section>"
        b"<section><p>Nobody was hurt, the miller said.</p></section><p>",
    )
    document = extract_document(page, "https://gazette.example/mill", overrides=read_overrides(tmp_path))
    (photo,) = document.photos
    assert photo.caption == "The mill on Monday."
    assert photo.credit is not None
    assert photo.credit.raw == "Lotte Fenn for the Gazette"
    assert document.body == "Nobody was hurt, the miller said."


def test_the_text_is_of_the_named_elements_alone_and_without_what_is_dropped(tmp_path: Path) -> None:
    write(tmp_path, headline=None, body="//section", drop="//i", caption="//u", credit="//s")
    page = PAGE.replace(
        b"</b><p>",
        b"</b><article><p>The mayor opened a fair on Saturday, and the band of the fire brigade played.</p></article>"
        b"<section><u>Second edition</u><p>Nobody was hurt, the miller said.<i> Buy his flour.</i></p></section>"
        b"<s>Lotte Fenn for the Gazette</s><p>",
    )
    overrides = read_overrides(tmp_path)
    document = extract_document(page, "https://gazette.example/mill", overrides=overrides)
    assert document.body == "Nobody was hurt, the miller said."
    assert document.photos == ()


@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        "<main>{}</main>",
        "<div><article>{}</article></div>",
        "<table><tr><td>{}</td></tr></table>",
        "<i><b>{}</b></i>",
    ],
)
def test_the_text_that_an_override_names_is_found_however_the_page_nests_it(wrap: str, tmp_path: Path) -> None:
    write(tmp_path, headline="//div[@class='q1']", body="//div[@class='q2']")
    inside = (
        "<div class='q1'>Ferry fares rise</div><div class='q2'>The council raised the fare on Tuesday night.</div>"
        "<div class='q2'>Members said that fuel had become dearer over the winter.</div><div>Weather: rain.</div>"
    )
    page = f"<html><head><title>The Gazette</title></head><body><h1>The Gazette</h1>{wrap.format(inside)}</body></html>"
    document = extract_document(page.encode(), "https://gazette.example/ferry", Hints(), read_overrides(tmp_path))
    assert document.headline == "Ferry fares rise"
    assert (document.body or "").splitlines() == [
        "The council raised the fare on Tuesday night.",
        "Members said that fuel had become dearer over the winter.",
    ]

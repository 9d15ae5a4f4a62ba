"""Names in bylines. The names are those of the public domain's authors, or plainly invented."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipelines.extract.head import read_meta
from pipelines.extract.metadata.bylines import read_authors, split_names
from pipelines.extract.window import headline_element, near


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("By Jane Austen", ["Jane Austen"]),
        ("BY: Jane Austen and Mary Shelley", ["Jane Austen", "Mary Shelley"]),
        ("Von Jane Austen und Mary Shelley, dpa", ["Jane Austen", "Mary Shelley", "dpa"]),
        ("Par Jane Austen, Mary Shelley et George Sand", ["Jane Austen", "Mary Shelley", "George Sand"]),
        ("Jane Austen & Mary Shelley", ["Jane Austen", "Mary Shelley"]),
        ("Por Jane Austen y Mary Shelley", ["Jane Austen", "Mary Shelley"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Jane Austen; Mary Shelley | Reuters", ["Jane Austen", "Mary Shelley", "Reuters"]),
        ("Dr. Jane Austen", ["Jane Austen"]),
        ("Austen, Jane", ["Jane Austen"]),
        ("Jane Austen (jau)", ["Jane Austen"]),
        ("Jane Austen, Senior Correspondent", ["Jane Austen"]),
        ("Jane Austen in Bath", ["Jane Austen"]),
        ("Jane Austen jane@example.org @jane", ["Jane Austen"]),
        ("Diana Austen", ["Diana Austen"]),
        ("Dirk Austen", ["Dirk Austen"]),
        ("Text: Jane Austen", ["Jane Austen"]),
        ("بقلم جين أوستن", ["جين أوستن"]),
        ("紫式部、清少納言", ["紫式部", "清少納言"]),
        ("https://example.org/authors/jane", []),
        ("", []),
        ("12345", []),
    ],
)
def test_names_in_one_line(printed: str, names: list[str]) -> None:
    assert list(split_names(printed)) == names


def authors(
    article: dict[str, Any] | None = None, head: str = "", body: str = "", nodes: tuple[dict[str, Any], ...] = ()
) -> tuple[tuple[str, ...], str | None]:
    page = (
        f"<html><head>{head}</head><body><h1>Bridge reopens</h1>{body}<p>The bridge carries traffic.</p></body></html>"
    )
    tree = html.document_fromstring(page)
    found, byline = read_authors(
        article, nodes, read_meta(tree), near(tree, headline_element(tree, ())), ("Example Post",)
    )
    return tuple(author.name for author in found), byline


@pytest.mark.parametrize(
    ("stated", "kind"), [("Jane Austen", "person"), ("AFP", "agency"), ("Foreign Desk", "organization")]
)
def test_an_author_is_a_person_an_agency_or_a_newsroom(stated: str, kind: str) -> None:
    tree = html.document_fromstring("<html><body><h1>Bridge reopens</h1></body></html>")
    found, _ = read_authors({"author": stated}, (), read_meta(tree), near(tree, headline_element(tree, ())), ())
    assert [(author.name, author.kind) for author in found] == [(stated, kind)]


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Jane Austen", ("Jane Austen",)),
        ({"@type": "Person", "name": "Jane Austen"}, ("Jane Austen",)),
        ([{"@type": "Person", "name": "Jane Austen"}, {"@type": "Person", "name": "jane austen"}], ("Jane Austen",)),
        ([{"@type": "Person", "name": "By Jane Austen and Mary Shelley, Reuters"}], ("Jane Austen", "Mary Shelley")),
        ([{"@type": "Organization", "name": "AFP"}, [{"@type": "Person", "name": "Jane Austen"}]], ("Jane Austen",)),
        ({"@type": "Organization", "name": "Example Post"}, ("Example Post",)),
        ({"@type": "Person", "name": "Example Post"}, ("Example Post",)),
        ({"@type": "Person", "name": ["Jane Austen", "Mary Shelley"]}, ("Jane Austen", "Mary Shelley")),
        ({"@type": "Person", "name": None}, ()),
        (None, ()),
        (7, ()),
        ([[[[[["Jane Austen"]]]]]], ()),
    ],
)
def test_authors_in_json_ld(stated: Any, names: tuple[str, ...]) -> None:
    assert authors({"author": stated})[0] == names


def test_an_author_by_reference() -> None:
    person = {"@type": "Person", "@id": "#jane", "name": "Jane Austen"}
    assert authors({"author": {"@id": "#jane"}}, nodes=(person,))[0] == ("Jane Austen",)


def test_meta_elements_where_json_ld_names_no_person() -> None:
    head = (
        '<meta property="article:author" content="https://example.org/jane"><meta name="author" content="Jane Austen">'
    )
    assert authors({"author": {"@type": "Organization", "name": "Example Post"}}, head)[0] == ("Jane Austen",)


def test_a_newsroom_in_a_meta_element_gives_way_to_the_printed_byline() -> None:
    head = '<meta name="author" content="Example Post, Springfield">'
    found, byline = authors(None, head, "<div class='byline'>By Jane Austen | 22 June 2017</div>")
    assert found == ("Jane Austen",)
    assert byline == "By Jane Austen"


def test_a_printed_byline_without_any_marking() -> None:
    assert authors(body="<p>By Jane Austen</p>") == (("Jane Austen",), "By Jane Austen")


def test_names_that_a_byline_links_to() -> None:
    body = "<div class='author-box'><a href='/authors/jane'>Jane Austen</a> our woman in the county of Hampshire</div>"
    assert authors(body=body)[0] == ("Jane Austen",)


def test_the_byline_is_the_line_that_names_the_authors() -> None:
    body = "<div class='byline'>By <a rel='author'>Jane Austen</a> and <a rel='author'>Mary Shelley</a></div>"
    found, byline = authors({"author": ["Jane Austen", "Mary Shelley"]}, body=body)
    assert found == ("Jane Austen", "Mary Shelley")
    assert byline == "By Jane Austen and Mary Shelley"


def test_slugs_in_meta_elements_are_no_names() -> None:
    assert authors(head='<meta name="author" content="jane.austen"><meta name="author" content="Desk">')[0] == ("Desk",)


def test_the_words_that_announce_a_date_are_not_in_the_byline() -> None:
    body = "<div class='byline'>By Jane Austen, published 22 June 2017, 10:00</div>"
    assert authors(body=body) == (("Jane Austen",), "By Jane Austen")


def test_an_agency_alone_is_the_author() -> None:
    assert authors({"author": {"@type": "Person", "name": "AFP"}})[0] == ("AFP",)


def test_photographers_and_dates_are_no_authors() -> None:
    assert authors(body="<div class='author'>Foto: Mary Shelley</div>")[0] == ()
    assert authors(body="<div class='author'>Published on 22 June 2017</div>")[0] == ()


@given(st.text(max_size=120))
def test_any_text_is_split(printed: str) -> None:
    assert all(name.strip() for name in split_names(printed))

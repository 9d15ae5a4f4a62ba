"""Names in bylines. The names are those of the public domain's authors, or plainly invented."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from models.items import Author
from pipelines.extract.head import read_meta
from pipelines.extract.metadata.bylines import Byline, read_authors
from pipelines.extract.metadata.names import split_names
from pipelines.extract.window import headline_element, near

TEXT = (
    "<p>The old bridge over the Tigris carries traffic again, three years after the fighting in the city ended.</p>"
    "<p>Buses cross the river every ten minutes, and shops on the eastern bank have opened their shutters again.</p>"
)


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
        ("null", []),
        ("admin", []),
        ("Reuters correspondent Jane Austen", ["Jane Austen"]),
        ("Jane Austen Senior Political Correspondent", ["Jane Austen"]),
        ("Von Jane Austen Leitende Wirtschaftsredakteurin", ["Jane Austen"]),
        ("Ekonomi muhabiri Ayşe Kulin", ["Ayşe Kulin"]),
        ("Our Special Correspondent", []),
        ("Jane Austen, Special to The Example Post", ["Jane Austen"]),
        ("Jane Austen for The Example Post", ["Jane Austen"]),
        ("Jane Austen with AP", ["Jane Austen"]),
        ("Von Jane Austen mit dpa", ["Jane Austen"]),
        ("JANE AUSTEN and MARY SHELLEY Associated Press", ["JANE AUSTEN", "MARY SHELLEY", "Associated Press"]),
        ("Story by Jane Austen. Photographs by Mary Shelley", ["Jane Austen"]),
        ("Text: Jane Austen, Fotos: Mary Shelley", ["Jane Austen"]),
        ("Jane Austen (Text) und Mary Shelley (Fotos)", ["Jane Austen"]),
        (
            "Reporting by Jane Austen in Bath and Mary Shelley in Rome; Editing by George Sand",
            ["Jane Austen", "Mary Shelley"],
        ),
        ("Das Gespräch führte Jane Austen.", ["Jane Austen"]),
        ("Propos recueillis par George Sand", ["George Sand"]),
        ("by Jane Austen 3 hours ago", ["Jane Austen"]),
        ("desk@example.org (Jane Austen)", ["Jane Austen"]),
        ("Jane Austen, Springfield", ["Jane Austen"]),
        ("EFE / Madrid", ["EFE"]),
        ("Explainer by Jane Austen", ["Jane Austen"]),
        ("Analyse par George Sand", ["George Sand"]),
        ("Της Ελένης Καρυώτη", ["Ελένης Καρυώτη"]),
        ("dpa/abc", ["dpa"]),
        ("AFP/dpa", ["AFP", "dpa"]),
        ("Luís Vaz da Costa", ["Luís Vaz da Costa"]),
        ("António Costa e Silva", ["António Costa e Silva"]),
        ("Herbert Read", ["Herbert Read"]),
        ("Martin Luther King, Jr.", ["Martin Luther King Jr"]),
        ("Nina", ["Nina"]),
        ("Лев Толстой, Антон Чехов и Николай Гоголь", ["Лев Толстой", "Антон Чехов", "Николай Гоголь"]),
        ("מאת: שלום עליכם", ["שלום עליכם"]),
        ("द्वारा प्रेमचंद", ["प्रेमचंद"]),
        ("Írta: Jókai Mór", ["Jókai Mór"]),
        ("記者王小明／台北報導", ["王小明"]),
        ("(责编：王小明、李小红)", ["王小明", "李小红"]),
        ("【編集委員・山田太郎】", ["山田太郎"]),
        ("홍길동·김철수 기자 hong@example.org", ["홍길동", "김철수"]),
    ],
)
def test_names_in_one_line(printed: str, names: list[str]) -> None:
    assert list(split_names(printed)) == names


def read(
    article: dict[str, Any] | None = None, head: str = "", body: str = "", nodes: tuple[dict[str, Any], ...] = ()
) -> Byline:
    page = f"<html><head>{head}</head><body><h1>Bridge reopens</h1>{body}</body></html>"
    tree = html.document_fromstring(page)
    blocks = near(tree, headline_element(tree, ()))
    return read_authors(article, nodes, read_meta(tree), blocks, ("Example Post", "example.org", "example"), tree)


def authors(
    article: dict[str, Any] | None = None, head: str = "", body: str = "", nodes: tuple[dict[str, Any], ...] = ()
) -> tuple[tuple[str, ...], str | None]:
    found = read(article, head, f"{body}<p>The bridge carries traffic.</p>", nodes)
    return tuple(author.name for author in found.authors), found.byline


def names(found: Byline) -> list[str]:
    return [author.name for author in found.authors]


@pytest.mark.parametrize(
    ("stated", "kind"), [("Jane Austen", "person"), ("AFP", "agency"), ("Foreign Desk", "organization")]
)
def test_an_author_is_a_person_an_agency_or_a_newsroom(stated: str, kind: str) -> None:
    assert [(author.name, author.kind) for author in read({"author": stated}).authors] == [(stated, kind)]


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Jane Austen", ("Jane Austen",)),
        ({"@type": "Person", "name": "Jane Austen"}, ("Jane Austen",)),
        ([{"@type": "Person", "name": "Jane Austen"}, {"@type": "Person", "name": "jane austen"}], ("Jane Austen",)),
        (
            [{"@type": "Person", "name": "By Jane Austen and Mary Shelley, Reuters"}],
            ("Jane Austen", "Mary Shelley"),
        ),
        (
            [{"@type": "Organization", "name": "AFP"}, [{"@type": "Person", "name": "Jane Austen"}]],
            ("Jane Austen",),
        ),
        (
            [{"@type": "Person", "name": "Jane Austen"}, {"@type": "Person", "name": "City Desk"}],
            ("Jane Austen",),
        ),
        (
            [{"@type": "Person", "name": "Jane Austen"}, {"@type": "Organization", "name": "Example Post"}],
            ("Jane Austen",),
        ),
        ("Jane Austen, City Desk", ("Jane Austen",)),
        ("Example Post", ("Example Post",)),
        ({"@type": "Person", "givenName": "Jane", "familyName": "Austen"}, ("Jane Austen",)),
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


def test_an_agency_beside_a_person_is_no_author() -> None:
    assert read({"author": "Jane Austen, dpa"}).authors == (Author(name="Jane Austen", kind="person"),)


@pytest.mark.parametrize(
    ("node", "kind"),
    [
        ({"name": "Jane Austen", "url": "https://example.org/author/jane-austen"}, "person"),
        ({"name": "Jane Austen", "jobTitle": "Reporter"}, "person"),
        ({"name": "Amnesty International"}, "organization"),
    ],
)
def test_a_person_that_json_ld_types_as_an_organization(node: dict[str, Any], kind: str) -> None:
    (author,) = read({"author": {"@type": "Organization", **node}}).authors
    assert author.kind == kind


def test_a_desk_that_bears_the_sites_name_is_no_person() -> None:
    assert [author.kind for author in read({"author": "Example Verify"}).authors] == ["organization"]
    assert names(read(body="<div class=byline>By Jane Austen, Example Verify</div>")) == ["Jane Austen"]


@pytest.mark.parametrize(
    "line",
    [
        "<div class=x1>Jane Austen | 22 June 2017</div>",
        "<div class=x1><span>Jane Austen |</span> <time>22.06.2017 - 10:00</time></div>",
        "<div class=x1><span>Jane Austen</span> <span>June 22, 2017</span></div>",
        "<div class=x1><a href='/authors/jane-austen'>Jane Austen</a> Springfield</div>",
        "<ul><li>10:00</li><li>Reading time: 2 min</li><li>By Jane Austen</li></ul>",
    ],
)
def test_a_byline_without_marking_is_known_by_its_place(line: str) -> None:
    assert names(read(body=line + TEXT)) == ["Jane Austen"]


def test_a_section_beside_the_date_is_no_author() -> None:
    menu = "<ul><li><a href='/middle-east'>Middle East</a></li></ul>"
    assert names(read(body=f"<div>Middle East | 22 June 2017</div>{TEXT}{menu}")) == []


def test_bylines_side_by_side() -> None:
    body = "<div class=byline><span class=author>Jane Austen</span><span class=author>Mary Shelley</span></div>"
    assert names(read(body=body)) == ["Jane Austen", "Mary Shelley"]


def test_a_byline_that_links_only_some_of_its_names() -> None:
    body = "<div class=byline>By <a href='/author/jane'>Jane Austen</a> and Mary Shelley</div>"
    assert names(read(body=body)) == ["Jane Austen", "Mary Shelley"]


def test_the_author_of_a_picture_or_a_link_in_the_text_is_not_the_articles() -> None:
    figure = "<figure><img src=a.jpg><figcaption>A bus. <span class=author>Mary Shelley</span></figcaption></figure>"
    text = f"<p>{'The bridge carries traffic again. ' * 9}<a href=/x>By Springfield Bridge</a></p>"
    assert names(read(body=figure + text)) == []


def test_the_byline_is_printed_as_the_page_has_it() -> None:
    body = "<div class=x1><span>22 June 2017, 10:00</span> <span>By <a href=/x>Jane Austen</a>, Reporter</span></div>"
    found = read({"author": "Jane Austen"}, body=body)
    assert (found.byline, found.source) == ("By Jane Austen, Reporter", "json-ld:author")
    assert read({"author": "Jane Austen"}, body=TEXT).byline is None
    assert (
        read({"author": "Jane Austen"}, body="<p>A reader sent us what Jane Austen said on the bridge.</p>").byline
        is None
    )


@pytest.mark.parametrize(
    ("ending", "signed"),
    [
        ("<p style='text-align:right'><strong>Lê Phương</strong></p>", ["Lê Phương"]),
        ("<p><em>Jane Austen</em></p>", ["Jane Austen"]),
        ("<p>Von Jane Austen</p>", ["Jane Austen"]),
        ("<p>— Jane Austen, Reuters</p>", ["Jane Austen"]),
        ("<p>(Jane Austen)</p>", ["Jane Austen"]),
        ("<p>AFP/dpa</p>", ["AFP", "dpa"]),
        ("<p>Example Post / Daily Bugle</p>", ["Daily Bugle"]),
        ("<p><em>EX-Redaktion</em></p><p>Did you like this article? Then support us with a gift, or become a member "
         "of our circle of friends today.</p>", ["EX-Redaktion"]),
        ("<div class=edit>(责编：王小明、李小红)</div>", ["王小明", "李小红"]),
        ("<p>홍길동 기자 hong@example.org</p>", ["홍길동"]),
        ("<p><strong>Related Articles</strong></p>", []),
        ("<p><strong>Springfield Bridge</strong></p><ul><li><a href=/x>More</a></li></ul>", []),
        ("<p><strong>THIS IS A LIVE PAGE. SCROLL DOWN FOR MORE.</strong></p>", []),
        ("<p>Foto: Mary Shelley</p>", []),
        ("<p>Springfield Bridge</p>", []),
    ],
)  # fmt: skip
def test_a_signature_below_the_text(ending: str, signed: list[str]) -> None:
    assert names(read(body=f"<div>{TEXT}{ending}</div>")) == signed


@pytest.mark.parametrize(
    ("sentence", "signed"),
    [
        ("The last stones were laid in spring, the builders of the bridge told us. (Jane Austen)", ["Jane Austen"]),
        ("The last stones were laid in spring, the builders of the bridge told us. — Jane Austen", ["Jane Austen"]),
        ("Die letzten Steine wurden im Frühjahr gesetzt, sagten die Bauleute der Brücke am Fluss (dpa/abc)", ["dpa"]),
        ("The last stones were laid in spring, the builders of the bridge told us. — a leading news magazine", []),
        ("大桥今年春天完工，当地居民说，他们等了三年。工人们说，记者从市政府获悉，桥可以通车了。", []),
        ("The last stones were laid in spring, the builders of the bridge told us. (Reporting by Jane Austen; Editing "
         "by Mary Shelley)", ["Jane Austen"]),
        ("大桥今年春天完工，当地居民说，他们等了三年。工人们说，最后的石头是今年三月铺好的，桥现在可以通车了。（记者王小明、李小红）",
         ["王小明", "李小红"]),
        ("橋は今年の春に完成し、住民は三年間待っていたと話した。石は三月に置かれた。（山田太郎）", ["山田太郎"]),
        ("橋は今年の春に完成し、住民は三年間待っていたと話した。石は三月に置かれた。（敬称略）", []),
        ("The bridge was built by the men and women of the town under the old union (Springfield Builders)", []),
    ],
)  # fmt: skip
def test_a_signature_in_the_last_sentence(sentence: str, signed: list[str]) -> None:
    assert names(read(body=f"<div>{TEXT}<p>{sentence}</p></div>")) == signed


def test_a_reporter_in_the_opening_brackets() -> None:
    opening = "<p>新华社开罗4月24日电（记者王小明、李小红）大桥今年春天完工，当地居民说，他们等了三年才等到这一天。</p>"
    assert names(read(body=f"<div>{opening}</div>")) == ["王小明", "李小红"]


def test_a_korean_reporter_in_the_opening() -> None:
    opening = "<p>(서울=예시통신) 홍길동 기자 = 오래된 다리가 삼 년 만에 다시 열렸다. 버스가 강을 건넌다.</p>"
    assert names(read(body=f"<div>{opening}</div>")) == ["홍길동"]


def test_a_signature_names_more_than_a_generic_newsroom_does() -> None:
    found = read({"author": {"@type": "Person", "name": "Nachrichten"}}, body=f"<div>{TEXT}<p>(AFP)</p></div>")
    assert (names(found), found.source) == (["AFP"], "text-end")
    found = read({"author": {"@type": "Organization", "name": "Example Post"}}, body=f"<div>{TEXT}<p>(AFP)</p></div>")
    assert names(found) == ["Example Post"]


def test_what_each_witness_names_is_kept_in_the_order_of_weighing() -> None:
    found = read(
        {"author": {"@type": "Organization", "name": "Example Post"}},
        '<meta name="author" content="City Desk"><meta name="byl" content="By Jane Austen">',
        "<div class=byline>By Mary Shelley</div>",
    )
    weighed = [(candidate.text, candidate.source, candidate.taken) for candidate in found.candidates]
    assert weighed == [
        ("Example Post", "json-ld:author", False),
        ("City Desk", "meta:author", False),
        ("Jane Austen", "meta:byl", True),
    ]
    assert {candidate.field for candidate in found.candidates} == {"authors"}


def test_a_page_without_any_author() -> None:
    quoted = "<table><tr><td><p>By the bridge, a report on the state of the old piers in the river Tigris.</p></table>"
    assert read(body=f"{quoted}<div>{TEXT}<p></p></div>") == Byline()
    assert read(body=TEXT) == Byline()

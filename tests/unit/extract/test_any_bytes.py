"""Pages that are wrong in bulk: stacks of elements, floods of them, long runs of one character where text belongs."""

import pytest

from models.items import Document, Hints, Rejected
from pipelines.extract.document import extract_document

TEXT = (
    "<p>The river rose in the night and the old bridge was closed to all traffic, an engineer said on Monday.</p>" * 4
)


def read(inner: str, head: str = "", headline: str = "Bridge reopens after the flood") -> Document | Rejected:
    top = f"<html lang=en><head><title>{headline}</title>{head}</head><body><h1>{headline}</h1>"
    page = f"{top}{inner}{TEXT}</body></html>"
    try:
        return extract_document(page.encode(), "https://example.org/a", Hints())
    except Rejected as rejected:
        return rejected


@pytest.mark.parametrize(
    "opening",
    ["<div>", "<span>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<figure>", "<em>", "<section>", "<article>",
     "<a href=/x>", "<h2>", "<div><img src=/a.jpg width=800>", "<details>", "<font>", "<dl><dd>"],
)  # fmt: skip
def test_ten_thousand_elements_one_in_another(opening: str) -> None:
    assert isinstance(read(opening * 10_000 + "the bottom"), Document | Rejected)


@pytest.mark.parametrize("opening", ["<ul><li>", "<div>", "<blockquote>"])
def test_text_beside_a_deep_stack_is_read(opening: str) -> None:
    closing = "".join(f"</{name.rstrip('>')}>" for name in reversed(opening.split("<")[1:]))
    document = read(opening * 400 + "x" + closing * 400)
    assert isinstance(document, Document)
    assert "The river rose in the night" in (document.body or "")


@pytest.mark.parametrize(
    "piece",
    ["<br>", "<a href=/x>link</a> ", "<script>var a={};</script>", "<img src=/a.jpg>", "<h2>Heading</h2>", "<td>",
     "<time datetime=2017-06-22>22 June 2017</time>", "<!-- c -->", "<li>one", "<p>"],
)  # fmt: skip
def test_a_flood_of_one_element(piece: str) -> None:
    assert isinstance(read(piece * 2_000), Document)


RUNS = [" ", ".", "(", ")", "[]", "-", "—", "1", "12/", "@", "/", "'", "by ", "Photo: ", "/AP ", "| ", "&amp;",
        "10:00 ", "22 June 2017 ", "(Photo by ", "© ", "a ", "1.", "vor 3 ", "年", "\u0301", "<", "{"]  # fmt: skip


@pytest.mark.parametrize("run", RUNS)
def test_long_runs_where_text_belongs(run: str) -> None:
    text = run * (4_000 // len(run))
    quoted = text.replace("<", "&lt;")
    inner = (
        f"<div class='byline author'>By Ann {quoted}</div><div class='date'>22 June {quoted}</div>"
        f'<figure class="{text}"><img src="/a.jpg" width=800 alt="{text}" srcset="{text} 2x">'
        f"<figcaption>A man walks. {quoted} <span class=credit>{quoted}</span></figcaption></figure><p>{quoted}</p>"
    )
    head = f'<meta name=author content="{text}"><meta property="article:published_time" content="{text}">'
    assert isinstance(read(inner, head, f"Bridge {quoted}"), Document | Rejected)


@pytest.mark.parametrize(
    "json_ld",
    ['{"a":' * 5_000, "[" * 5_000, '{"@type":"NewsArticle","articleBody":"' + "<" * 5_000 + '"}',
     '{"@type":"NewsArticle","author":' * 300 + "1" + "}" * 300, "{" + '"a":"\n",' * 2_000],
)  # fmt: skip
def test_json_ld_in_bulk(json_ld: str) -> None:
    assert isinstance(read("", f"<script type='application/ld+json'>{json_ld}</script>"), Document)


def test_a_page_of_a_million_elements_is_refused_before_it_fills_the_memory() -> None:
    outcome = read("<br>" * 1_000_000)
    assert isinstance(outcome, Rejected)
    assert outcome.reason == "too_large"


def test_text_beside_a_long_row_of_links_is_read() -> None:
    document = read("<a href=/x>link</a> " * 6_000)
    assert isinstance(document, Document)
    assert "The river rose in the night" in (document.body or "")

"""JSON-LD as pages carry it: nested, listed, broken."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipelines.extract.jsonld import article_node, read_jsonld, types_of


def nodes(*scripts: str, kind: str = "application/ld+json") -> tuple[dict[str, Any], ...]:
    body = "".join(f'<script type="{kind}">{script}</script>' for script in scripts)
    return read_jsonld(html.document_fromstring(f"<html><head>{body}</head><body></body></html>"))


def test_graphs_and_lists_are_flattened_in_document_order() -> None:
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, [{"@type": "NewsArticle"}]]}
    found = nodes(json.dumps(graph), json.dumps([{"@type": "Person"}, {"@type": "Organization"}]))
    assert [node["@type"] for node in found] == ["WebPage", "NewsArticle", "Person", "Organization"]


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "NewsArticle", "headline": "Bridge",}',
        '{"@type": "NewsArticle", "headline": "Bridge", "keywords": ["a", "b",]}',
        '{"@type": "NewsArticle", "headline": "Bridge", "description": "two\nlines\tand a tab"}',
        '<!-- {"@type": "NewsArticle", "headline": "Bridge"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Bridge"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Bridge", "description": "it\\\'s"}',
        '{"@type": "NewsArticle", /* ours */ "headline": "Bridge"} // end',
        '\ufeff{"@type": "NewsArticle", "headline": "Bridge"};',
        '{"@type": "WebSite"}{"@type": "NewsArticle", "headline": "Bridge"}',
        '{"@type": "NewsArticle", "headline": "Bridge"} and what follows',
    ],
)
def test_broken_json_is_mended(broken: str) -> None:
    article = article_node(nodes(broken))
    assert article is not None
    assert article["headline"] == "Bridge"


def test_an_address_in_mended_json_is_no_comment() -> None:
    article = article_node(nodes('{"@type": "Article", "url": "https://example.org/a", "headline": "x",}'))
    assert article is not None
    assert article["url"] == "https://example.org/a"


@pytest.mark.parametrize("hopeless", ["", "   ", "not json", '{"@type": ', "[" * 5000, "null", "3", '"text"'])
def test_what_cannot_be_read_is_left_out(hopeless: str) -> None:
    assert nodes(hopeless) == ()


def test_other_scripts_are_not_read() -> None:
    assert nodes('{"@type": "NewsArticle"}', kind="application/json") == ()


def test_the_article_among_its_siblings() -> None:
    page = {"@type": "WebPage", "datePublished": "2017-06-22"}
    article = {"@type": ["Thing", "https://schema.org/ReportageNewsArticle"], "headline": "Bridge"}
    assert article_node([{"@type": "Organization"}, page, article]) is article
    assert article_node([{"@type": "Organization"}, page]) is page
    assert article_node([{"@type": "Organization"}, {"@type": "WebPage"}]) is None


def test_the_article_under_main_entity() -> None:
    article = {"@type": "LiveBlogPosting", "headline": "Bridge"}
    assert article_node([{"@type": "WebPage", "mainEntity": article}]) is article
    assert article_node([{"@type": "WebPage", "mainEntityOfPage": [article]}]) is article


def test_of_several_articles_the_one_that_names_the_page_wins() -> None:
    related = {
        "@type": "NewsArticle",
        "headline": "Other",
        "datePublished": "2017-06-20",
        "url": "https://example.org/o",
    }
    own = {"@type": "NewsArticle", "headline": "Bridge", "mainEntityOfPage": {"@id": "http://www.example.org/b/"}}
    assert article_node([related, own], "https://example.org/b?utm_source=feed") is own
    assert article_node([related, own]) is related


def test_types_without_their_namespace() -> None:
    assert types_of({"@type": ["schema:Article", "http://schema.org/Report", 3]}) == ("Article", "Report")
    assert types_of({"name": "x"}) == types_of("x") == types_of({"@type": None}) == ()


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@graph", "@id", "headline", "author", "mainEntity", "url", "name", "datePublished"]
            ),
            inner | st.sampled_from(["NewsArticle", "WebPage", "Person"]),
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_json_is_read(value: Any) -> None:
    for node in (found := nodes(json.dumps(value).replace("<", "\\u003c"))):
        assert isinstance(node, dict)
    article = article_node(found, "https://example.org/")
    assert article is None or isinstance(article, dict)


def test_a_page_of_very_many_objects_is_read_so_far() -> None:
    assert len(nodes(json.dumps([{"@type": "Person"}] * 900))) == 500


def test_nesting_beyond_reason_is_not_followed() -> None:
    graph: dict[str, Any] = {"@type": "NewsArticle"}
    for _ in range(40):
        graph = {"@graph": [graph]}
    assert nodes(json.dumps(graph)) == ()

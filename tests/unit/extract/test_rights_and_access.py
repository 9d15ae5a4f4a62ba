"""What a page declares of its text: open or paid, licence, copyright, and what it asks of machines."""

from typing import Any

import pytest
from lxml import html

from pipelines.extract.head import read_meta
from pipelines.extract.jsonld import read_jsonld
from pipelines.extract.metadata.access import read_paywalled
from pipelines.extract.metadata.rights import read_copyright, read_licence, read_rights_signals

URL = "https://paper.example/2017/mosul"


def paywalled(head: str = "", **article: Any) -> bool | None:
    meta = read_meta(html.document_fromstring(f"<html><head>{head}<title>a</title></head></html>"))
    return read_paywalled(meta, article, [article]).value


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (False, True),
        (True, False),
        ("False", True),
        ("https://schema.org/True", False),
        (["false"], True),
        ("perhaps", None),
        (None, None),
    ],
)
def test_schema_org_says_whether_an_article_is_free(stated: Any, expected: bool | None) -> None:
    assert paywalled(isAccessibleForFree=stated) is expected


def test_a_closed_part_closes_the_article() -> None:
    closed = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".rest"}
    opened = {"@type": "WebPageElement", "isAccessibleForFree": True, "cssSelector": ".lead"}
    assert paywalled(hasPart=[opened, closed]) is True
    assert paywalled(hasPart=opened) is False
    assert paywalled(hasPart=[opened, closed], isAccessibleForFree=True) is False


@pytest.mark.parametrize(("tier", "expected"), [("free", False), ("locked", True), ("metered", True), ("other", None)])
def test_the_content_tier_of_meta_elements(tier: str, expected: bool | None) -> None:
    assert paywalled(f'<meta property="article:content_tier" content="{tier}">') is expected


def test_microdata_and_the_pages_other_nodes_say_it_where_the_article_does_not() -> None:
    assert paywalled('<meta itemprop="isAccessibleForFree" content="false">') is True
    assert paywalled('<meta itemprop="isAccessibleForFree" content="perhaps">') is None
    assert read_paywalled({}, None, [{"@type": "WebPage", "isAccessibleForFree": "true"}]).value is False


def test_json_ld_is_believed_before_meta_elements_and_both_are_kept() -> None:
    head = '<meta property="article:content_tier" content="locked"><title>a</title>'
    meta = read_meta(html.document_fromstring(f"<html><head>{head}</head></html>"))
    found = read_paywalled(meta, {"isAccessibleForFree": True}, [])
    assert [(c.text, c.source, c.taken) for c in found.candidates] == [
        ("no", "json-ld:isAccessibleForFree", True),
        ("yes", "meta:article:content_tier", False),
    ]


def licence(body: str, head: str = "", **article: Any) -> str | None:
    page = f"<html><head>{head}<title>a</title></head><body>{body}</body></html>"
    tree = html.document_fromstring(page)
    return read_licence(tree, page.encode(), read_meta(tree), article, URL).value


def test_the_texts_licence_by_link_json_ld_or_meta() -> None:
    by = "https://creativecommons.org/licenses/by/4.0/"
    assert licence(f'<footer><a rel="license" href="{by}">CC BY</a></footer>') == by
    assert licence("<footer><a rel='nofollow license' href='/terms'>Terms</a></footer>", license=by) == by
    assert licence('<footer><a rel="license" href="/terms">Terms</a></footer>') == "https://paper.example/terms"
    assert licence(f'<footer><a href="{by}">Some rights reserved</a></footer>') == by
    deep = f'<div><div><div><div><a rel="license" href="{by}">CC BY</a></div></div></div></div>'
    assert licence(f"<article>{deep}</article>") == licence(f'<a rel="license" href="{by}">CC BY</a>') == by
    assert licence("", '<meta name="dc.rights" content="CC BY-SA 4.0">') == "CC BY-SA 4.0"
    assert licence("", '<meta name="dc.rights" content="All rights reserved.">') is None
    assert licence("", license={"@type": "CreativeWork", "name": "Open", "url": by}) == by


def test_a_pictures_licence_is_not_the_texts() -> None:
    link = '<a rel="license" href="https://creativecommons.org/licenses/by-sa/3.0/">CC BY-SA</a>'
    assert licence(f"<figure><img src=a.jpg><figcaption>The bridge. {link}</figcaption></figure>") is None
    assert licence(f"<div class='photo-credit'><span>{link}</span></div>") is None


def test_the_most_particular_copyright_notice() -> None:
    meta = read_meta(html.document_fromstring('<html><head><meta name="copyright" content="The House"></head></html>'))
    node = {"@type": "Organization", "@id": "#paper", "name": "The Paper"}
    article = {"copyrightHolder": {"@id": "#paper"}}
    assert read_copyright(meta, article, [node], "© 2017 The Wire").value == "© 2017 The Wire"
    assert read_copyright(meta, article, [node]).value == "The Paper"
    assert read_copyright(meta, {"copyrightNotice": "© The Wire"}, []).value == "© The Wire"
    assert read_copyright(meta, None, []).value == "The House"
    assert read_copyright({}, article, []).value is None


def test_what_a_page_asks_of_machines() -> None:
    head = (
        '<meta name="robots" content="index, follow, NOAI, noai, noimageai, max-image-preview:large, noarchive">'
        '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/tdm.json">'
    )
    tree = html.document_fromstring(f"<html><head>{head}</head></html>")
    article = {"acquireLicensePage": "/buy", "usageInfo": {"@id": "https://paper.example/use"}}
    assert read_rights_signals(read_meta(tree), article, URL).value == (
        "noai",
        "noimageai",
        "noarchive",
        "tdm-reservation=1",
        "tdm-policy=https://paper.example/tdm.json",
        "acquire-licence=https://paper.example/buy",
        "usage-info=https://paper.example/use",
    )
    assert (
        read_rights_signals(
            {"robots": ("index, follow",), "tdm-reservation": ("yes",), "tdm-policy": ("javascript:a",)}, None, URL
        ).value
        == ()
    )


def test_nothing_that_json_ld_may_hold_is_an_error() -> None:
    script = (
        '<script type="application/ld+json">{"@type":"NewsArticle","license":[{}],"copyrightHolder":[[1]],'
        '"hasPart":[3,{"isAccessibleForFree":{}}],"isAccessibleForFree":[],"usageInfo":7}</script>'
    )
    tree = html.document_fromstring(f"<html><head>{script}</head></html>")
    (article,) = read_jsonld(tree)
    assert read_paywalled({}, article, [article]).value is None
    assert read_licence(tree, b"", {}, article, URL).value is None
    assert read_copyright({}, article, [article]).value is None
    assert read_rights_signals({}, article, URL).value == ()

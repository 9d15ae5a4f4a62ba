"""Headline, kicker, standfirst, language, section, tags and canonical URL of a page."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from models.items import Document, Hints
from pipelines.extract.jsonld import read_jsonld
from pipelines.extract.metadata.headline import find_headline
from pipelines.extract.metadata.read import read_metadata

HEADLINE = "Old bridge over the Tigris reopens after three years"


def read(
    body: str = "",
    head: str = "",
    *,
    lang: str = "",
    url: str = "https://news.example.org/a",
    article: Any = None,
    **hints: Any,
) -> Document:
    page = f"<html{f' lang={lang}' if lang else ''}><head>{head}</head><body>{body}</body></html>"
    nodes = (article,) if article else ()
    return read_metadata(html.document_fromstring(page), nodes, url, Hints(**hints)).document


@pytest.mark.parametrize(
    "title",
    [
        f"{HEADLINE} | Example Post",
        f"{HEADLINE} - Example Post",
        f"{HEADLINE} – example.org",
        f"{HEADLINE} — Example Post — World",
        f"Example Post: {HEADLINE} | Example Post",
        f"Example Post | {HEADLINE}",
        HEADLINE,
    ],
)
def test_the_sites_name_is_no_part_of_the_headline(title: str) -> None:
    head = f'<title>{title}</title><meta property="og:site_name" content="Example Post">'
    article = {"@type": "NewsArticle", "headline": HEADLINE}
    assert read("", head, article=article).headline == HEADLINE
    if not title.startswith("Example Post:"):
        assert read(f"<h1>{HEADLINE}</h1>", head).headline == HEADLINE


def test_a_title_alone_loses_the_site_it_names() -> None:
    head = f'<title>{HEADLINE} | Example Post</title><meta property="og:site_name" content="Example Post">'
    found = read("", head)
    assert (found.headline, found.sources["headline"]) == (HEADLINE, "title")


def test_a_dash_within_a_headline_stays() -> None:
    headline = "Back on the bridge - and back to work"
    assert read(f"<h1>{headline}</h1>", f"<title>{headline} - Example Post</title>").headline == headline


def test_the_heading_that_the_page_shows_wins_where_metadata_agree() -> None:
    shown = "“Old bridge” over the Tigris reopens"
    found = read(
        f"<h1>{shown}</h1>", '<meta property="og:title" content="&quot;Old bridge&quot; over the Tigris reopens">'
    )
    assert (found.headline, found.sources["headline"]) == (shown, "h1")


def test_two_witnesses_win_over_a_heading_that_says_something_else() -> None:
    head = f'<title>{HEADLINE}</title><meta property="og:title" content="{HEADLINE}">'
    assert read("<h1>Live: all news of the day in one place</h1>", head).headline == HEADLINE


def test_the_printed_heading_wins_where_the_publishers_own_metadata_are_at_odds() -> None:
    article = {"@type": "NewsArticle", "headline": "Mosul celebrates: buses roll over the river once more"}
    head = '<title>Mosul celebrates: buses roll over the river once more</title><meta property="og:title" content="{}">'
    at_odds = "What a rebuilt crossing means for the traders of the east bank"
    assert read(f"<h1>{HEADLINE}</h1>", head.format(at_odds), article=article).headline == HEADLINE
    alike = "Mosul celebrates: buses roll over the river again"
    found = read("<h1>All the news of the day from Mosul</h1>", head.format(alike), article=article)
    assert (found.headline, found.sources["headline"]) == (article["headline"], "json-ld:headline")


def test_japanese_wordings_of_one_headline_are_not_at_odds() -> None:
    article = {"@type": "NewsArticle", "headline": "古い橋が三年ぶりに再開、住民ら喜ぶ"}
    head = '<title>News</title><meta property="og:title" content="古い橋が三年ぶり再開、住民喜ぶ">'
    assert read("<h1>今日のニュースをまとめてお届けします</h1>", head, article=article).headline == article["headline"]


def test_a_subheading_in_the_same_heading_is_no_part_of_the_headline() -> None:
    body = f"<h1>{HEADLINE} <small>Buses cross the river every ten minutes</small></h1>"
    assert read(body, f'<meta property="og:title" content="{HEADLINE}">').headline == HEADLINE


def test_a_long_headline_cut_without_a_sign_in_the_metadata_is_the_headings() -> None:
    long = f"{HEADLINE}, and the shops on the eastern bank of the river open their shutters for the first time"
    head = f'<title>News of the day</title><meta property="og:title" content="{long[:110]}">'
    assert read(f"<h1>{long}</h1>", head).headline == long


def test_a_section_between_the_headline_and_the_site_is_no_part_of_it() -> None:
    head = f'<meta property="og:title" content="{HEADLINE} | Mosul Today | Example Post">'
    assert read(f"<h1>{HEADLINE}</h1>", head).headline == HEADLINE


def test_what_the_page_shows_is_not_taken_for_the_sites_name() -> None:
    shown = "Mosul and its bridges: example of a slow recovery"
    assert read(f"<h1>{shown}</h1>", f"<title>{shown}</title>").headline == shown


def test_markup_in_a_stated_headline_is_left_out() -> None:
    article = {"@type": "NewsArticle", "headline": "<em>Old bridge</em> over the Tigris reopens<br/>after three years"}
    assert read("<p>Text.</p>", article=article).headline == HEADLINE


def test_the_h1_wins_over_a_lower_heading_that_is_no_nearer() -> None:
    body = f"<h2>{HEADLINE}!</h2><article><h1>{HEADLINE}</h1></article>"
    found = read(body, f"<title>{HEADLINE}</title>")
    assert (found.headline, found.sources["headline"]) == (HEADLINE, "h1")


def test_the_sites_name_as_a_heading_is_no_headline() -> None:
    head = f'<meta property="og:site_name" content="Example Post"><title>{HEADLINE} on the river</title>'
    assert read("<h1>Example Post</h1>", head).headline == f"{HEADLINE} on the river"
    head = f'<meta property="og:site_name" content="Example Post"><title>Example Post | {HEADLINE}</title>'
    assert read("<p>Text.</p>", head).headline == HEADLINE


def test_a_teaser_and_a_step_of_the_trail_are_no_headlines() -> None:
    teaser = "<h2><a href='/b'>Another story of the same long day</a></h2>"
    assert read(f"{teaser}<h2>{HEADLINE}</h2>").headline == HEADLINE
    trail = "<div data-breadcrumb-step=3><h1>Bridge over the Tigris</h1></div>"
    assert read(f"{trail}<h1>{HEADLINE}</h1>").headline == HEADLINE


def test_the_headline_again_is_no_kicker() -> None:
    assert read(f"<p class=kicker>{HEADLINE}</p><h1>{HEADLINE}</h1>").kicker is None


def test_the_headlines_that_were_weighed() -> None:
    tree = html.document_fromstring(f"<html><body><h1>{HEADLINE}</h1></body></html>")
    meta = {"og:title": (f"{HEADLINE} | Example Post",)}
    found = find_headline(tree.find(".//h1"), meta, None, "Bridge - Example Post", ("Example Post",), None)
    weighed = [(candidate.text, candidate.source, candidate.taken) for candidate in found.candidates]
    assert weighed == [(HEADLINE, "h1", True), (HEADLINE, "meta:og:title", False), ("Bridge", "title", False)]
    assert {candidate.field for candidate in found.candidates} == {"headline"}


def test_logos_and_breadcrumb_trails_are_no_headlines() -> None:
    body = f"<h1 class=logo>Mosul</h1><nav><h1>Bridge</h1></nav><article><h1>{HEADLINE}</h1></article>"
    assert read(body, f"<title>{HEADLINE}</title>").headline == HEADLINE


@pytest.mark.parametrize(
    ("printed", "kicker", "headline"),
    [
        ("PHOTOS: Bridge reopens in the old town", "PHOTOS", "Bridge reopens in the old town"),
        ("Watch | Bridge reopens in the old town", "Watch", "Bridge reopens in the old town"),
        ("In Pictures: Bridge reopens in the old town", "In Pictures", "Bridge reopens in the old town"),
        ("Exklusiv: Alte Brücke wieder offen", "Exklusiv", "Alte Brücke wieder offen"),
        ("Kommentar – Alte Brücke wieder offen", "Kommentar", "Alte Brücke wieder offen"),
        ("بالصور: إعادة فتح الجسر القديم", "بالصور", "إعادة فتح الجسر القديم"),
        ("Bridge: how it was rebuilt in three years", None, "Bridge: how it was rebuilt in three years"),
        ("Update: no", None, "Update: no"),
    ],
)
def test_a_label_before_the_headline_is_its_kicker(printed: str, kicker: str | None, headline: str) -> None:
    found = read(f"<h1>{printed}</h1>", f"<title>{printed} | Example Post</title>")
    assert (found.kicker, found.headline) == (kicker, headline)


def test_a_kicker_in_the_heading() -> None:
    body = f"<h1><span class='topline'>Iraq</span> <span>{HEADLINE}</span></h1>"
    found = read(body, f"<title>{HEADLINE} | Example Post</title>")
    assert (found.kicker, found.headline) == ("Iraq", HEADLINE)


def test_a_kicker_above_the_heading() -> None:
    found = read(f"<p class='article__eyebrow'>Iraq</p><h1>{HEADLINE}</h1>", f"<title>{HEADLINE}</title>")
    assert (found.kicker, found.headline) == ("Iraq", HEADLINE)


def test_a_kicker_known_only_by_what_the_metadata_leave_out() -> None:
    found = read(f"<h1><b>Iraq</b> {HEADLINE}</h1>", f'<meta property="og:title" content="{HEADLINE}">')
    assert (found.kicker, found.headline) == ("Iraq", HEADLINE)


def test_without_any_heading_the_feeds_headline_is_taken() -> None:
    found = read("<p>Text.</p>", headline=HEADLINE)
    assert (found.headline, found.sources["headline"]) == (HEADLINE, "hint")
    assert read("<p>Text.</p>").headline is None


def test_the_standfirst_beside_the_headline() -> None:
    dek = "Three years after the last battle, buses cross the river again."
    assert read(f"<h1>{HEADLINE}</h1><p class='standfirst'>{dek}</p><p>Text.</p>").dek == dek
    long_dek = f"{dek} " * 6
    assert read(f"<h1>{HEADLINE}</h1><p class='article-intro'>{long_dek}</p><p>Text.</p>").dek == long_dek.strip()


def test_a_description_is_a_standfirst_unless_it_is_cut_off_or_begins_the_text() -> None:
    dek = "Three years after the last battle, buses cross the river again."
    assert read("", f'<meta property="og:description" content="{dek}">').dek == dek
    assert read("", f'<meta property="og:description" content="{dek[:-1]}…">').dek is None
    article = {"@type": "NewsArticle", "description": dek, "articleBody": f"{dek} The mayor was the first."}
    assert read(article=article).dek is None


@pytest.mark.parametrize(
    ("lang", "head", "hint", "expected"),
    [
        ("en-in", "", None, "en-IN"),
        ("en", '<meta property="og:locale" content="en_IN">', None, "en-IN"),
        ("", '<meta http-equiv="content-language" content="ar">', None, "ar"),
        ("", "", "fr", "fr"),
        ("zh-hant-tw", "", None, "zh-Hant-TW"),
        ("", '<meta name="language" content="English, please">', None, None),
        ("", '<meta name="language" content="utf-8">', None, None),
    ],
)
def test_language(lang: str, head: str, hint: str | None, expected: str | None) -> None:
    assert read("", head, lang=lang, language=hint).language == expected


def test_section_from_meta_json_ld_or_the_trail() -> None:
    assert read("", '<meta property="article:section" content="World">').section == "World"
    assert read(article={"@type": "NewsArticle", "articleSection": ["Iraq", "World"]}).section == "Iraq"
    steps = [{"@type": "ListItem", "name": name} for name in ("Home", "Middle East", HEADLINE)]
    assert read(article={"@type": "BreadcrumbList", "itemListElement": steps}).section == "Middle East"
    assert read(article={"@type": "BreadcrumbList", "itemListElement": steps[:1]}).section is None


def test_tags_each_once_in_order() -> None:
    head = (
        '<meta name="news_keywords" content="Mosul, bridge"><meta property="article:tag" content="mosul">'
        '<meta property="article:tag" content="Tigris"><meta name="keywords" content="Bridge,Iraq">'
    )
    assert read("", head).tags == ("Mosul", "bridge", "Tigris", "Iraq")
    article = {"@type": "NewsArticle", "keywords": ["Mosul", "Iraq"]}
    assert read(article=article).tags == ("Mosul", "Iraq")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="/b">', "https://news.example.org/b"),
        ('<link rel="canonical" href="https://example.org/b">', "https://example.org/b"),
        (
            '<link rel="canonical" href="javascript:void(0)"><meta property="og:url" content="/c">',
            "https://news.example.org/c",
        ),
        ('<link rel="canonical" href="http://[broken">', None),
        ('<meta property="og:url" content="">', None),
        ("", None),
    ],
)
def test_canonical_url(head: str, expected: str | None) -> None:
    assert read("", head).canonical_url == expected


@pytest.mark.parametrize(
    ("head", "conflicts"),
    [
        (
            '<link rel="canonical" href="/a"><meta property="og:url" content="http://www.news.example.org/a/?fbclid=x">',
            (),
        ),
        (
            '<link rel="canonical" href="/a"><meta property="og:url" content="/b">',
            ("meta:og:url https://news.example.org/b",),
        ),
        ('<link rel="canonical" href="https://wire.example.com/a">', ("link:canonical https://wire.example.com/a",)),
        (
            '<link rel="canonical" href="https://news.example.org/"><meta property="og:url" content="/a">',
            ("link:canonical https://news.example.org/",),
        ),
        ('<link rel="canonical" href="https://news.example.org/">', ("link:canonical https://news.example.org/",)),
    ],
)
def test_what_speaks_against_the_canonical_url_is_kept(head: str, conflicts: tuple[str, ...]) -> None:
    assert read("", head).canonical_conflicts == conflicts


def test_a_front_page_is_no_articles_canonical_url() -> None:
    front = '<link rel="canonical" href="https://news.example.org/">'
    assert read("", front).canonical_url is None
    assert read("", f'{front}<meta property="og:url" content="/b">').canonical_url == "https://news.example.org/b"
    assert read("", front, url="https://news.example.org").canonical_url == "https://news.example.org/"


def test_another_page_in_json_ld_is_a_conflict_and_a_name_in_its_graph_is_none() -> None:
    head = '<link rel="canonical" href="/a">'
    article = {"@type": "NewsArticle", "mainEntityOfPage": {"@id": "#page"}, "url": "https://news.example.org/c"}
    assert read("", head, article=article).canonical_conflicts == ("json-ld:url https://news.example.org/c",)


def test_a_page_saved_on_disk_has_no_site_to_disagree_with() -> None:
    found = read("", '<link rel="canonical" href="https://news.example.org/a">', url="file:///tmp/a.html")
    assert (found.canonical_url, found.canonical_conflicts) == ("https://news.example.org/a", ())


def test_every_field_says_where_it_stands() -> None:
    head = (
        '<link rel="canonical" href="/a"><meta property="article:section" content="World">'
        '<meta property="article:tag" content="Mosul"><meta name="keywords" content="Mosul, Iraq">'
        '<meta name="robots" content="index, noai">'
    )
    found = read(
        f"<h1>{HEADLINE}</h1><p class='standfirst'>Buses cross the river again after years.</p>", head, lang="en"
    )
    assert found.sources == {
        "headline": "h1",
        "dek": "class",
        "canonical_url": "link:canonical",
        "language": "html:lang",
        "section": "meta:article:section",
        "tags": "meta:article:tag, meta:keywords",
        "rights_signals": "meta:robots",
    }


def test_a_reading_that_was_not_taken_is_kept_with_its_place() -> None:
    page = '<html lang="en"><head><meta property="og:locale" content="en_IN"></head><body><h1>A</h1></body></html>'
    found = read_metadata(html.document_fromstring(page), (), "https://news.example.org/a", Hints(language="fr"))
    weighed = [(c.text, c.source, c.taken) for c in found.candidates if c.field == "language"]
    assert weighed == [("en", "html:lang", False), ("en-IN", "meta:og:locale", True), ("fr", "hint", False)]


def test_texts_are_clean() -> None:
    head = '<meta property="og:title" content="Caf&amp;eacute;  owner\u00ad of &amp;#8216;old&amp;#8217; town reopens">'
    assert read("", head).headline == "Café owner of ‘old’ town reopens"


def test_the_tree_is_left_as_it_is() -> None:
    page = f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1><p>By Jane Austen</p></body></html>"
    tree = html.document_fromstring(page)
    before = etree.tostring(tree)
    read_metadata(tree, read_jsonld(tree), "https://example.org/", Hints())
    assert etree.tostring(tree) == before


def test_a_page_nested_beyond_reason_is_read() -> None:
    deep = "<div>" * 3000 + "22 June 2017" + "</div>" * 3000
    tree = html.document_fromstring(f"<h1>{HEADLINE}</h1>{deep}", parser=html.HTMLParser(huge_tree=True))
    assert read_metadata(tree, (), "https://example.org/", Hints()).document.headline == HEADLINE


texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs", "Cc"]), max_size=40)
words = texts | st.sampled_from(["22/06/2017 3:31 AM IST", "By Jane Austen", "Updated 2017-06-22", "PHOTOS: |", " - "])


@settings(max_examples=60, deadline=None)
@given(
    words, words, words, st.dictionaries(st.sampled_from(["author", "headline", "datePublished", "keywords"]), words)
)
def test_any_page_is_read(title: str, heading: str, line: str, article: dict[str, Any]) -> None:
    tree = html.document_fromstring(
        "<html><head><title></title><meta name='author'></head><body><h1></h1><p></p></body></html>"
    )
    for tag, text in (("title", title), ("h1", heading), ("p", line)):
        for element in tree.iter(tag):
            element.text = text
            element.set("class", f"dek byline {title}")
    for element in tree.iter("meta"):
        element.set("content", line)
    tree.set("lang", heading)
    for url in ("https://example.in/2017/06/22/", title, "http://[", ""):
        found = read_metadata(
            tree, ({"@type": "NewsArticle", **article},), url, Hints(headline=line, published=heading)
        ).document
        assert found.headline is None or found.headline.strip()


def test_what_an_unclosed_title_swallows_is_no_headline() -> None:
    swallowed = f"{HEADLINE} - " * 2000
    found = read(f"<h1>{HEADLINE}</h1>", f"<title>{swallowed}</title>")
    assert (found.headline, found.sources["headline"]) == (HEADLINE, "h1")
    assert read("<p>Text.</p>", f"<title>{swallowed}</title>").headline is None
    assert read(f"<h1>{swallowed}</h1>", f"<title>{HEADLINE}</title>").headline == HEADLINE


def test_a_heading_that_agrees_with_nothing_wins_over_witnesses_that_disagree() -> None:
    head = '<title>Bridge over the Tigris</title><meta property="og:title" content="Tigris crossing: what we know">'
    assert read(f"<h1>{HEADLINE}</h1>", head).headline == HEADLINE
    head = '<title>Completely different</title><meta property="og:title" content="Something else entirely">'
    assert read(f"<h1>{HEADLINE}</h1>", head).headline == "Something else entirely"


def test_the_publisher_as_site_name() -> None:
    article = {"@type": "NewsArticle", "publisher": [{"@type": "Organization", "name": "Example Post"}]}
    assert read("", f"<title>{HEADLINE} | The Example Post</title>", article=article).headline == HEADLINE
    article = {"@type": "NewsArticle", "publisher": [], "headline": [HEADLINE]}
    assert read("", article=article).headline == HEADLINE


def test_a_headline_cut_short_in_the_metadata_is_the_headings() -> None:
    cut = '<meta property="og:title" content="Old bridge over the Tigris reopens…">'
    other = "<title>News of the day</title>"
    assert read(f"<h1>{HEADLINE}</h1>", cut + other).headline == HEADLINE


def test_a_kicker_that_the_publishers_own_headline_carries() -> None:
    body = f"<h1><span class='topline'>Iraq</span> <span>{HEADLINE}</span></h1>"
    head = f'<title>Iraq: {HEADLINE}</title><meta property="og:title" content="Iraq: {HEADLINE}">'
    found = read(body, head)
    assert (found.kicker, found.headline) == (None, f"Iraq: {HEADLINE}")
    body = f"<h1><span class='topline'>Mosul</span> <span>{HEADLINE}</span></h1>"
    found = read(body, f'<title>Iraq: {HEADLINE}</title><meta property="og:title" content="Iraq: {HEADLINE}">')
    assert (found.kicker, found.headline) == ("Mosul", HEADLINE)


def test_a_subheading_of_the_text_and_a_caption_are_no_standfirst() -> None:
    fillers = "".join(f"<p>Line {word} of the report.</p>" for word in ("one", "two", "three", "four"))
    body = f"<h1>{HEADLINE}</h1>{fillers}<h2 class='subhead'>What the builders say of the old piers</h2>"
    assert read(body).dek is None
    body = f"<h1>{HEADLINE}</h1><p class='intro caption'>Buses cross the river again, seen from the bank.</p>"
    assert read(body).dek is None


def test_a_label_that_belongs_to_the_sentence_stays_in_the_headline() -> None:
    found = read("<h1>In pictures: the road south of the city</h1>")
    assert (found.headline, found.kicker) == ("In pictures: the road south of the city", None)

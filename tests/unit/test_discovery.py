"""What a source publishes is read from feeds, sitemaps and section pages; whatever else stands there is named."""

import contextlib
import gzip
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.discovery import (
    DiscoveryProblem,
    Link,
    in_window,
    is_wanted,
    read_feed,
    read_section,
    read_sitemap,
)
from crawler.discovery.bodies import MAX_INFLATED, inflated
from crawler.discovery.sections import looks_like_article
from models.urls import is_http_url

FEED = "https://news.example/feeds/world.xml"
SITEMAP = "https://news.example/sitemap-news.xml"
SECTION = "https://news.example/world/"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>World</title><language>en-gb</language>
<item><title>Bridge &lt;i&gt;falls&lt;/i&gt; &amp;amp; river rises</title>
  <link>/world/bridge?id=1&amp;section=2</link><pubDate>Wed, 21 Jun 2017 22:01:00 GMT</pubDate></item>
<item><title>Seen twice</title><link>https://news.example/world/bridge?id=1&amp;section=2#top</link></item>
<item><title>No link</title><description>x</description></item>
<item><title>By guid</title><guid>https://news.example/guid-1</guid></item>
<item><title>Not a link</title><guid isPermaLink="false">https://news.example/guid-2</guid></item>
<item><title>Through a counter</title><link>https://feeds.example/~r/1</link>
  <feedburner:origLink>https://news.example/original</feedburner:origLink></item>
<item><title>Mail</title><link>mailto:desk@news.example</link></item>
<item><title>Broken</title><link>http://[broken</link></item>
</channel></rss>"""

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.example/world/1?a=1&amp;b=2</loc><lastmod>2017-06-22T08:00Z</lastmod>
  <image:image><image:loc>https://img.example/1.jpg</image:loc><image:title>A picture</image:title></image:image>
  <news:news><news:publication><news:name>News</news:name><news:language>en</news:language></news:publication>
  <news:publication_date>2017-06-21T22:01:00+01:00</news:publication_date>
  <news:title><![CDATA[Bridge falls & river rises]]></news:title></news:news></url>
<url><loc>
  /world/2 </loc></url>
</urlset>"""


def rss(items: str) -> bytes:
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


class TestFeeds:
    def test_entries_come_in_order_each_once_with_dates_as_printed(self) -> None:
        links = read_feed(RSS.encode(), FEED, "application/rss+xml")
        assert [link.url for link in links] == [
            "https://news.example/world/bridge?id=1&section=2",
            "https://news.example/guid-1",
            "https://news.example/original",
        ]
        assert links[0] == Link(
            url="https://news.example/world/bridge?id=1&section=2",
            headline="Bridge falls & river rises",
            published="Wed, 21 Jun 2017 22:01:00 GMT",
            language="en-gb",
        )

    def test_atom_tells_publication_from_change(self) -> None:
        body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/a/">
        <entry><title type="html">Talks &amp;lt;resume&amp;gt;</title><link rel="enclosure" href="p.jpg"/>
        <link href="b"/><published>2017-06-21T10:00:00+03:00</published><updated>2017-06-22</updated></entry></feed>"""
        assert read_feed(body, FEED) == [
            Link(
                url="https://news.example/a/b",
                headline="Talks <resume>",
                published="2017-06-21T10:00:00+03:00",
                modified="2017-06-22",
            )
        ]

    def test_rdf_feeds_give_the_publication_in_dc_date(self) -> None:
        body = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://news.example/1"><title>One</title>
        <link>https://news.example/1</link><dc:date>2017-06-21T10:00Z</dc:date></item></rdf:RDF>"""
        assert read_feed(body, FEED) == [
            Link(url="https://news.example/1", headline="One", published="2017-06-21T10:00Z")
        ]

    @pytest.mark.parametrize("version", ["0.90", "0.91", "0.92"])
    def test_old_rss_is_read(self, version: str) -> None:
        body = f"<rss version='{version}'><channel><item><link>https://news.example/1</link></item></channel></rss>"
        assert [link.url for link in read_feed(body.encode(), FEED)] == ["https://news.example/1"]

    def test_a_wrong_charset_in_the_header_does_not_garble_arabic(self) -> None:
        body = rss("<item><title>معركة الموصل</title><link>https://news.example/معركة</link></item>")
        (link,) = read_feed(body, FEED, "text/xml; charset=iso-8859-1")
        assert link.headline == "معركة الموصل"
        assert link.url == "https://news.example/معركة"

    def test_a_byte_order_mark_blank_lines_and_gzip_are_no_obstacle(self) -> None:
        assert len(read_feed(gzip.compress(b"\xef\xbb\xbf\n\n" + RSS.encode()), FEED)) == 3

    def test_a_feed_that_broke_off_gives_its_whole_entries_only(self) -> None:
        whole = {link.url for link in read_feed(RSS.encode(), FEED)}
        for end in range(200, len(RSS), 7):
            with contextlib.suppress(DiscoveryProblem):
                assert {link.url for link in read_feed(RSS[:end].encode(), FEED)} <= whole

    def test_half_an_address_at_the_end_of_a_feed_is_no_address(self) -> None:
        body = rss("<item><link>https://news.example/1</link></item><item><x><url>u</url></x><link>https://news.exam")
        assert [link.url for link in read_feed(body.partition(b"</channel>")[0], FEED)] == ["https://news.example/1"]

    def test_entities_of_the_document_are_not_expanded_nor_files_read(self) -> None:
        body = b"""<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM
        "file:///etc/hostname">]>""" + rss("<item><title>T &b; &f;</title><link>https://news.example/1</link></item>")
        (link,) = read_feed(body, FEED)
        assert link.headline == "T &b; &f;"

    def test_warnings_printed_before_a_feed_do_not_hide_it(self) -> None:
        assert len(read_feed(b"<br />\n<b>Notice</b>: undefined index\n" + RSS.encode(), FEED)) == 3

    def test_a_parser_that_gives_up_is_told_like_any_other_problem(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def give_up(*_: object, **__: object) -> None:
            raise AssertionError("we should not get here!")

        monkeypatch.setattr("feedparser.parse", give_up)
        with pytest.raises(DiscoveryProblem, match=r"found a feed \(AssertionError: we should not get here!\)"):
            read_feed(RSS.encode(), FEED)

    def test_a_feed_without_entries_is_a_feed(self) -> None:
        assert read_feed(rss("<image><url>https://news.example/logo.png</url></image>"), FEED) == []

    @pytest.mark.parametrize(
        ("body", "found"),
        [
            (b"", "an empty answer"),
            (b"<!DOCTYPE html><title>Before you&nbsp;continue</title>", "an HTML page titled 'Before you continue'"),
            (b"<html><body>Please enable cookies", "an HTML page without a title"),
            (b'{"version": "https://jsonfeed.org/version/1"}', "JSON"),
            (b"/etc/hostname", "text that begins '/etc/hostname'"),
            (b"https://news.example/feed.xml", "text that begins 'https://news.example/feed.xml'"),
            (NEWS.encode(), "a sitemap"),
            (b"%PDF-1.7", "a PDF"),
            (b"<?xml version='1.0'?><error/>", "XML with the root <error>"),
        ],
    )
    def test_anything_else_is_named_with_its_address(self, body: bytes, found: str) -> None:
        with pytest.raises(DiscoveryProblem) as problem:
            read_feed(body, FEED)
        assert str(problem.value) == f"{FEED}: expected a feed, found {found}"


class TestSitemaps:
    def test_a_news_sitemap_gives_headline_dates_and_language(self) -> None:
        sitemap = read_sitemap(NEWS.encode(), SITEMAP)
        assert sitemap.children == ()
        assert sitemap.links == (
            Link(
                url="https://news.example/world/1?a=1&b=2",
                headline="Bridge falls & river rises",
                published="2017-06-21T22:01:00+01:00",
                modified="2017-06-22T08:00Z",
                language="en",
            ),
            Link(url="https://news.example/world/2"),
        )

    @pytest.mark.parametrize(
        "damaged",
        [
            NEWS.replace('xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"', "").encode(),
            NEWS.replace("a=1&amp;b=2", "a=1&b=2").encode(),
            b"\xef\xbb\xbf\r\n" + NEWS.encode(),
            gzip.compress(NEWS.encode()),
            NEWS.replace("UTF-8", "UTF-16").encode("utf-16"),
            NEWS.replace("UTF-8", "UTF-16").encode(),
            NEWS.replace("UTF-8", "nonsense").encode(),
        ],
        ids=["undeclared prefix", "bare ampersand", "byte order mark", "gzip", "UTF-16", "no UTF-16", "odd charset"],
    )
    def test_common_damage_changes_nothing(self, damaged: bytes) -> None:
        assert read_sitemap(damaged, SITEMAP) == read_sitemap(NEWS.encode(), SITEMAP)

    def test_a_sitemap_that_broke_off_gives_its_whole_entries_only(self) -> None:
        whole = read_sitemap(NEWS.encode(), SITEMAP).links
        assert read_sitemap(NEWS.replace("</urlset>", "").encode(), SITEMAP).links == whole
        for end in range(300, len(NEWS)):
            with contextlib.suppress(DiscoveryProblem):
                links = read_sitemap(NEWS[:end].encode(), SITEMAP).links
                assert links == whole[: len(links)]
        packed = gzip.compress(NEWS.encode())
        assert read_sitemap(packed[:-9], SITEMAP).links == whole

    def test_an_index_names_its_children(self) -> None:
        body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>https://news.example/1.xml.gz</loc><lastmod>2017-06-21</lastmod></sitemap></sitemapindex>"""
        sitemap = read_sitemap(body, SITEMAP)
        assert sitemap.children == (Link(url="https://news.example/1.xml.gz", modified="2017-06-21"),)
        assert sitemap.links == ()

    def test_a_list_of_addresses_and_a_feed_serve_as_sitemaps(self) -> None:
        listed = read_sitemap(b"https://news.example/1\r\n\r\nhttps://news.example/2\nnonsense\n", SITEMAP)
        assert [link.url for link in listed.links] == ["https://news.example/1", "https://news.example/2"]
        assert len(read_sitemap(RSS.encode(), SITEMAP).links) == 3

    def test_an_entity_in_an_address_is_neither_resolved_nor_followed(self) -> None:
        body = b"""<!DOCTYPE urlset [<!ENTITY f SYSTEM "file:///etc/hostname">]>
        <urlset><url><loc>https://news.example/&f;</loc></url><url><loc>https://news.example/2</loc></url></urlset>"""
        assert [link.url for link in read_sitemap(body, SITEMAP).links] == ["https://news.example/2"]

    def test_an_address_that_cannot_be_decoded_is_left_out(self) -> None:
        body = b"<urlset><url><loc>https://news.example/\xe9</loc></url><url><loc>/2</loc></url></urlset>"
        assert [link.url for link in read_sitemap(body, SITEMAP).links] == ["https://news.example/2"]

    @pytest.mark.parametrize(
        "entry", ["<url><loc>ftp://x</loc></url>", "<url><lastmod>2017</lastmod></url>", "<url><loc>"]
    )
    def test_entries_of_which_none_can_be_read_are_told(self, entry: str) -> None:
        with pytest.raises(DiscoveryProblem, match="found a sitemap of which no entry can be read"):
            read_sitemap(f"<urlset>{entry}</urlset>".encode(), SITEMAP)
        with pytest.raises(DiscoveryProblem, match="found a feed of which no entry can be read"):
            read_feed(rss("<item><title>No link</title></item>"), FEED)

    def test_an_empty_urlset_is_a_sitemap(self) -> None:
        assert read_sitemap(b"<urlset></urlset>", SITEMAP).links == ()

    @pytest.mark.parametrize(
        ("body", "found"),
        [
            (b" \n", "an empty answer"),
            (b"<html><title>Before you continue</title></html>", "an HTML page titled 'Before you continue'"),
            (b"nothing here", "text that begins 'nothing here'"),
            (b"<?xml version='1.0'?><opml/>", "XML with the root <opml>"),
            (b"<!-- <urlset> --><!DOCTYPE x [<!ENTITY y '>'>]>\n<x:Opml></x:Opml>", "XML with the root <opml>"),
            (b"<", "text that begins '<'"),
            (b"<url><loc>https://news.example/1</loc></url>", "XML with the root <url>"),
        ],
    )
    def test_anything_else_is_named_with_its_address(self, body: bytes, found: str) -> None:
        with pytest.raises(DiscoveryProblem) as problem:
            read_sitemap(body, SITEMAP)
        assert str(problem.value) == f"{SITEMAP}: expected a sitemap, found {found}"


def test_a_gzip_bomb_is_inflated_no_further_than_the_limit() -> None:
    bomb = gzip.compress(bytes(MAX_INFLATED + 1000))
    assert len(bomb) < 100_000
    assert len(inflated(bomb)) == MAX_INFLATED
    assert inflated(gzip.compress(b"one ") + gzip.compress(b"two")) == b"one two"
    assert inflated(b"\x1f\x8bnot gzip") == b"\x1f\x8bnot gzip"


class TestSections:
    def test_articles_of_the_site_come_in_page_order_with_their_headlines(self) -> None:
        body = """<html><title>World</title><nav><a href="/">Home</a><a href="/world/">World</a></nav>
        <a href="/world/bridge-falls-in-old-city"><img src="x.jpg"></a>
        <a href="/world/bridge-falls-in-old-city"><span>Live</span><h3>Bridge falls in <b>old city</b></h3></a>
        <a href="https://www.news.example/2017/06/21/river#comments">River rises</a>
        <a href="/world/bridge-falls-in-old-city">Read more</a>
        <a href="https://other.example/2017/06/21/elsewhere">Elsewhere</a>
        <a href="/tag/mosul-old-city-battle">Tag</a>
        <a href="/2017/06/21/advert" rel="sponsored nofollow">Advert</a>
        <a href="/files/report-of-the-year.pdf">Report</a><a href="javascript:void(0)">Menu</a><a href="http://[x">Broken</a>
        <a href="/ar/%D9%85%D8%B9%D8%B1%D9%83%D8%A9-%D9%81%D9%8A-%D8%A7%D9%84%D9%85-%D8%A9">معركة</a></html>"""
        assert read_section(body.encode(), SECTION) == [
            Link(url="https://news.example/world/bridge-falls-in-old-city", headline="Bridge falls in old city"),
            Link(url="https://www.news.example/2017/06/21/river", headline="River rises"),
            Link(
                url="https://news.example/ar/%D9%85%D8%B9%D8%B1%D9%83%D8%A9-%D9%81%D9%8A-%D8%A7%D9%84%D9%85-%D8%A9",
                headline="معركة",
            ),
        ]

    def test_the_source_s_patterns_decide_where_there_are_any(self) -> None:
        body = b"<html><a href='/a/1'>One</a><a href='/a/video/2'>Two</a><a href='/long-slug-of-words'>Three</a></html>"
        assert [link.url for link in read_section(body, SECTION, "/a/", "/video/")] == ["https://news.example/a/1"]

    def test_relative_links_follow_the_base_element(self) -> None:
        body = b"<html><head><base href='/desk/'></head><a href='story-100200'>x</a></html>"
        assert [link.url for link in read_section(body, SECTION)] == ["https://news.example/desk/story-100200"]

    def test_a_whole_teaser_is_no_headline(self) -> None:
        body = f"<html><a href='/story-100200'>{'word ' * 100}</a></html>".encode()
        assert read_section(body, SECTION) == [Link(url="https://news.example/story-100200")]

    @pytest.mark.parametrize(
        ("body", "found"),
        [
            (b"", "an empty answer"),
            (b"{}", "JSON"),
            (b"<!-- --><!--<a-->", "text that begins '<!-- --><!--<a-->'"),
            (
                b"<html><title>Before you continue</title><a href='/privacy'>x</a></html>",
                "an HTML page titled 'Before you continue' that links to no article",
            ),
        ],
    )
    def test_a_page_that_links_to_no_article_is_named(self, body: bytes, found: str) -> None:
        with pytest.raises(DiscoveryProblem) as problem:
            read_section(body, SECTION)
        assert str(problem.value) == f"{SECTION}: expected a section page, found {found}"

    @pytest.mark.parametrize(
        "path",
        [
            "/news/world-middle-east-40368807",
            "/news/articles/c1ymn8zyrp9o",
            "/archive/63076",
            "/world/2017/jun/21/mosul-mosque",
            "/english/middleeast/iraq/210620171",
            "/story.php?id=33",
            "/?p=5",
            "/article.php?12345",
            "/iraq/fighting-reaches-the-old-city.html",
            "/photos/gallery/the-battle-for-mosul",
        ],
    )
    def test_addresses_of_articles_are_known_by_their_spelling(self, path: str) -> None:
        assert looks_like_article(f"https://news.example{path}")

    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/world",
            "/world/middle-east",
            "/author/jane-de-la-rue",
            "/tag/100200",
            "/a-b-c-d.jpg",
            "/2017/06/",
            "/articles/",
        ],
    )
    def test_other_addresses_are_left_alone(self, path: str) -> None:
        assert not looks_like_article(f"https://news.example{path}")


class TestWindow:
    DAY = date(2017, 6, 21)

    @pytest.mark.parametrize(
        ("printed", "inside"),
        [
            ("Wed, 21 Jun 2017 22:01:00 GMT", True),
            ("2017-06-21T00:30:00+03:00", True),
            ("2017-06-20T23:59:59Z", False),
            ("2017-06-22T00:00:00Z", False),
            ("yesterday, sort of", None),
            (None, None),
        ],
    )
    def test_the_printed_day_decides_and_no_date_is_no_verdict(self, printed: str | None, inside: bool | None) -> None:
        assert in_window(Link(url=FEED, published=printed), self.DAY, self.DAY) is inside

    def test_an_article_last_changed_before_the_window_is_out(self) -> None:
        link = Link(url=FEED, modified="2017-06-20T10:00:00Z")
        assert in_window(link, self.DAY, None) is False
        assert in_window(link, None, self.DAY) is None

    def test_of_a_bare_month_or_year_any_day_counts(self) -> None:
        assert in_window(Link(url=FEED, published="2017-06"), date(2017, 6, 30), None) is True
        assert in_window(Link(url=FEED, published="2017-06"), date(2017, 7, 1), None) is False
        assert in_window(Link(url=FEED, modified="2017"), date(2018, 1, 1), None) is False
        assert in_window(Link(url=FEED, modified="2017"), date(2017, 12, 31), None) is None

    def test_without_bounds_everything_is_in(self) -> None:
        assert in_window(Link(url=FEED), None, None) is True


def test_exclusion_wins_over_inclusion() -> None:
    assert is_wanted("https://a.example/news/1", None, None)
    assert is_wanted("https://a.example/news/1", "/news/", None)
    assert not is_wanted("https://a.example/sport/1", "/news/", None)
    assert not is_wanted("https://a.example/news/video/1", "/news/", "/video/")


# fmt: off
FRAGMENTS = st.sampled_from([
    "<rss version='2.0'><channel>", "<feed>", "<rdf:RDF>", "<urlset>", "<sitemapindex>", "<item>", "</item>", "<url>",
    "<loc>", "</loc>", "</url>", "<entry>", "<link>", "<link href='", "'/>", "</link>", "<a href='", "'>", "</a>",
    "<html>", "http://[", "https://x.example/", "/a-b-c-d", "//", "&amp;", "&", "&x;", "&#0;", "&#xd800;",
    "<![CDATA[", "]]>", "\x00", "<!DOCTYPE x [<!ENTITY x 'y'>]>", "<?xml version='1.0' encoding='nonsense'?>", "م",
    "<title>", "</title>", "<base href='", "<pubDate>", "</pubDate>", "<svg>", "<!--", "-->", "\ufeff", "<updated>",
    "<guid>", "</guid>", "xml:base='http://['",
])
# fmt: on
DAMAGED = st.lists(FRAGMENTS | st.text(max_size=8), max_size=40).map(
    lambda parts: "".join(parts).encode("utf-8", "replace")
)
BODIES = st.binary(max_size=300) | DAMAGED | DAMAGED.map(gzip.compress)


@settings(deadline=None)
@given(BODIES)
@example(b"\xff\xfe")
@example(b"<" * 3000)
def test_no_bytes_make_a_reader_raise_anything_but_a_discovery_problem(body: bytes) -> None:
    links: list[Link] = []
    for read in (
        lambda: read_feed(body, FEED, "text/xml; charset=nonsense"),
        lambda: [*read_sitemap(body, SITEMAP).links, *read_sitemap(body, SITEMAP).children],
        lambda: read_section(body, SECTION),
    ):
        with contextlib.suppress(DiscoveryProblem):
            links += read()
    assert all(is_http_url(link.url) for link in links)

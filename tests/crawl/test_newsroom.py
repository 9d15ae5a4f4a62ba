"""The demo newsroom: what it serves, that its links hold, and that the expected answers stand on its pages."""

import re
import socket
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import pytest
import yaml
from lxml import etree, html

from crawler.newsroom import Newsroom, PortTaken
from crawler.newsroom.pictures import draw
from crawler.newsroom.site import routes
from crawler.sources.reading import all_sources
from pipelines.archive.reading import read_captures

REPOSITORY = Path(__file__).parents[2]
EXPECTED: dict[str, Any] = yaml.safe_load((REPOSITORY / "tests" / "newsroom_expected.yml").read_text(encoding="utf-8"))
OUTLETS: dict[str, Any] = EXPECTED["outlets"]
ARTICLES = [(slug, path) for slug, outlet in OUTLETS.items() for path in outlet["articles"]]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as opened:
        yield opened


def ask(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=5)
    try:
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(method, target, headers={key.replace("_", "-"): value for key, value in headers.items()})
        response = connection.getresponse()
        return response.status, {key.lower(): value for key, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def sources(newsroom: Newsroom, folder: Path) -> dict[str, dict[str, Any]]:
    files = newsroom.write_sources(folder)
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def links(url: str, body: bytes, content_type: str) -> set[str]:
    """Every address that a page, feed or sitemap names, absolute, without fragment."""
    if "html" in content_type:
        tree = html.document_fromstring(body.decode())
        found = {link for _, attribute, link, _ in tree.iterlinks() if attribute in ("href", "src")}
        found |= {part.split()[0] for value in tree.xpath("//@srcset | //@data-srcset") for part in value.split(",")}
        found |= set(tree.xpath("//@data-src | //@data-lazy"))
    else:
        feed = etree.fromstring(body)
        found = {text.strip() for text in feed.xpath("//*[local-name()='loc' or local-name()='link']/text()")}
        found |= set(feed.xpath("//*[local-name()='link']/@href | //*[local-name()='thumbnail']/@url"))
    absolute = {urldefrag(urljoin(url, link.strip())).url for link in found if link.strip()}
    return {link for link in absolute if link.startswith("http")}


def plain_text(body: bytes) -> str:
    """The page's text with whitespace folded; blocks are parted by a space."""
    tree = html.document_fromstring(body.decode())
    etree.strip_elements(tree, "script", "style", with_tail=False)
    return " ".join(" ".join(tree.itertext()).split())


def crawl_everything(newsroom: Newsroom, start: list[str]) -> dict[str, int]:
    """Follow every link on loopback from some addresses; address to status."""
    statuses: dict[str, int] = {}
    waiting = list(start)
    while waiting:
        url = waiting.pop()
        if url in statuses:
            continue
        status, headers, body = ask(url)
        statuses[url] = status
        if status == 200 and re.search("html|xml|rss|atom", headers["content-type"]) and "svg" not in url:
            waiting += links(url, body, headers["content-type"])
    return statuses


def test_there_are_at_least_four_outlets_and_fourteen_articles() -> None:
    assert len(OUTLETS) >= 4
    assert len(ARTICLES) >= 14


def test_each_outlet_is_a_site_of_its_own_on_loopback(newsroom: Newsroom) -> None:
    assert set(newsroom.outlets) == set(OUTLETS)
    assert len(set(newsroom.outlets.values())) == len(OUTLETS)
    for base in newsroom.outlets.values():
        assert base.startswith("http://127.0.0.1:")
        assert ask(f"{base}/robots.txt")[0] == 200


def test_every_link_answers_except_the_pages_declared_gone(newsroom: Newsroom, tmp_path: Path) -> None:
    start = [
        entry["url"]
        for source in sources(newsroom, tmp_path).values()
        for kind in ("feeds", "sitemaps", "sections")
        for entry in source.get(kind, ())
    ]
    statuses = crawl_everything(newsroom, start)
    gone = {newsroom.outlets[slug] + path for slug, outlet in OUTLETS.items() for path in outlet["gone"]}
    assert {url for url, status in statuses.items() if status != 200} == gone
    reached = {url.split("?")[0] for url in statuses}
    unlinked = {
        f"{newsroom.outlets[slug]}{path}"
        for slug in OUTLETS
        for path in routes(slug)
        if path != "/robots.txt" and not path.endswith("sitemap.xml")
    } - reached
    assert not unlinked, "pages that no feed, sitemap or section page leads to"


@pytest.mark.parametrize("slug", OUTLETS)
def test_the_places_that_a_source_names_lead_to_all_its_articles(slug: str, newsroom: Newsroom, tmp_path: Path) -> None:
    source = sources(newsroom, tmp_path)[slug]
    waiting = [entry["url"] for kind in ("feeds", "sitemaps", "sections") for entry in source.get(kind, ())]
    named: set[str] = set()
    while waiting:
        url = waiting.pop()
        _, headers, body = ask(url)
        found = links(url, body, headers["content-type"])
        waiting += [link for link in found if "/sitemaps/" in link and link != url]
        named |= {urlsplit(link).path for link in found if re.search(source["article_pattern"], link.split("?")[0])}
    outlet = OUTLETS[slug]
    assert named == {*outlet["articles"], *outlet["disallowed"], *outlet["gone"]}


@pytest.mark.parametrize("slug", OUTLETS)
def test_robots_txt_closes_a_page_that_exists_and_no_article(slug: str, newsroom: Newsroom) -> None:
    base = newsroom.outlets[slug]
    robots = RobotFileParser()
    robots.parse(ask(f"{base}/robots.txt")[2].decode().splitlines())
    closed = OUTLETS[slug]["disallowed"]
    assert closed
    for path in closed:
        assert ask(base + path)[0] == 200
        assert not robots.can_fetch("Dateline", base + path)
    assert all(robots.can_fetch("Dateline", base + path) for path in OUTLETS[slug]["articles"])
    site_maps = robots.site_maps()
    assert site_maps
    assert ask(site_maps[0])[0] == 200


@pytest.mark.parametrize(("slug", "path"), ARTICLES)
def test_the_expected_answers_stand_on_the_page(slug: str, path: str, newsroom: Newsroom) -> None:
    article = OUTLETS[slug]["articles"][path]
    status, headers, body = ask(newsroom.outlets[slug] + path)
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    text = plain_text(body)
    printed = [article["headline"], *article["body_has"], *article["body_lacks"]]
    printed += [photo[key] for photo in article["photos"] for key in ("caption", "credit") if photo[key]]
    assert [phrase for phrase in printed if phrase not in text] == []
    assert f'lang="{article["language"]}"' in body.decode()
    positions = [text.index(photo["caption"]) for photo in article["photos"]]
    assert positions == sorted(positions), "photos are listed in page order"
    assert not re.search(r"\{(base|host|part)", body.decode())


def test_the_expected_answers_name_known_roles_kinds_and_flags() -> None:
    for slug, path in ARTICLES:
        for photo in OUTLETS[slug]["articles"][path]["photos"]:
            assert set(photo["flags"]) <= {"handout", "file_photo", "video_still"}
            for name, role, kind in photo["credits"]:
                assert name
                assert role in ("photographer", "agency", "distributor", "rights_holder", "courtesy")
                assert kind in ("person", "agency", "organization")


def test_the_expected_events_are_told_by_several_outlets_with_photos() -> None:
    told = [(slug, path) for event in EXPECTED["events"] for slug, path in event["articles"] + event["may_have"]]
    assert len(told) == len(set(told)), "an article tells of one event"
    assert set(told) <= set(ARTICLES)
    for event in EXPECTED["events"]:
        articles = [OUTLETS[slug]["articles"][path] for slug, path in event["articles"]]
        assert len({slug for slug, _ in event["articles"]}) >= 4
        assert sorted({article["language"].split("-")[0] for article in articles}) == event["languages"]
        captions = {photo["caption"] for article in articles for photo in article["photos"]}
        assert set(event["photos"]) <= captions
        assert all(pair[0] in event["articles"] and pair[1] in event["articles"] for pair in event["copies"])


def test_the_syndicated_copy_points_to_the_original_outlet(newsroom: Newsroom) -> None:
    original = f"{newsroom.outlets['plains-courier']}/article/western-mosul-advance.html"
    copy = ask(f"{newsroom.outlets['tigris-post']}/entry/wire-western-mosul-advance.html")[2].decode()
    assert html.document_fromstring(copy).xpath("//link[@rel='canonical']/@href") == [original]
    paragraphs = html.document_fromstring(copy).xpath("//article/p[not(@class)]/text()")
    assert len(paragraphs) >= 5
    assert all(paragraph in ask(original)[2].decode() for paragraph in paragraphs)


def test_the_source_files_hold_the_addresses_of_the_running_newsroom(newsroom: Newsroom, tmp_path: Path) -> None:
    written = sources(newsroom, tmp_path / "sources")
    assert set(written) == set(OUTLETS)
    for slug, source in written.items():
        assert source["domain"] == urlsplit(newsroom.outlets[slug]).netloc
        places = [entry["url"] for kind in ("feeds", "sitemaps", "sections") for entry in source.get(kind, ())]
        assert places
        assert all(place.startswith(newsroom.outlets[slug]) for place in places)


def test_the_source_files_are_sources_of_the_crawler(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.write_sources(tmp_path)
    loaded = all_sources(tmp_path)
    assert [source.slug for source in loaded] == sorted(OUTLETS)
    for source in loaded:
        assert all(source.covers(newsroom.outlets[source.slug] + path) for path in OUTLETS[source.slug]["articles"])
        assert source.assertions.articles.min <= len(OUTLETS[source.slug]["articles"])


@pytest.mark.parametrize("write", [Newsroom.write_sources, Newsroom.write_captures])
def test_a_closed_newsroom_has_nothing_to_write(write: Callable[[Newsroom, Path], object], tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="closed"):
        write(Newsroom(), tmp_path)


def test_the_captures_are_pages_of_the_outlets_in_the_order_of_time(newsroom: Newsroom, tmp_path: Path) -> None:
    captures = list(read_captures(str(newsroom.write_captures(tmp_path))))
    times = [capture.captured_at for capture in captures if capture.captured_at]
    assert times == sorted(times)
    assert len(times) == len(captures) == len(EXPECTED["captures"]) + len({capture.url for capture in captures})
    articles = {newsroom.outlets[slug] + path for slug, path in ARTICLES}
    assert {capture.url for capture in captures} <= articles


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/rss/world.rss", "application/rss+xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/pictures/anything-64x48.jpg", "image/png"),
        ("/brand/logo.svg", "image/svg+xml"),
    ],
)
def test_answers_carry_their_media_type(path: str, content_type: str, newsroom: Newsroom) -> None:
    status, headers, body = ask(newsroom.outlets["tigris-post"] + path)
    assert (status, headers["content-type"]) == (200, content_type)
    assert headers["content-length"] == str(len(body))


@pytest.mark.parametrize("path", ["/nowhere.html", "/source.yml", "/parts/header.html", "/../two-banks/robots.txt"])
def test_what_is_not_published_answers_404(path: str, newsroom: Newsroom) -> None:
    assert ask(newsroom.outlets["tigris-post"] + path)[0] == 404


def test_an_unchanged_page_is_not_sent_again(newsroom: Newsroom) -> None:
    url = f"{newsroom.outlets['harbour-daily']}/feed.rss"
    etag = ask(url)[1]["etag"]
    status, _, body = ask(url, If_None_Match=etag)
    assert (status, body) == (304, b"")


def test_head_sends_no_body(newsroom: Newsroom) -> None:
    status, headers, body = ask(f"{newsroom.outlets['two-banks']}/", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


def test_requests_are_logged_with_outlet_path_and_user_agent(newsroom: Newsroom) -> None:
    ask(f"{newsroom.outlets['two-banks']}/news/1402-right-bank.html?page=2", User_Agent="a reader")
    last = newsroom.requests[-1]
    assert last == ("two-banks", "GET", "/news/1402-right-bank.html?page=2", "a reader")


def test_a_picture_has_the_size_in_its_name_and_its_renditions_share_their_colours() -> None:
    small, large = draw("/pictures/alley-300x200.jpg"), draw("/pictures/alley-1280.jpg")
    assert small is not None
    assert large is not None
    assert small[1].startswith(b"\x89PNG")
    assert (int.from_bytes(small[1][16:20]), int.from_bytes(small[1][20:24])) == (300, 200)
    assert (int.from_bytes(large[1][16:20]), int.from_bytes(large[1][20:24])) == (1280, 853)
    assert draw("/pictures/huge-9999x9999.jpg") is not None
    assert draw("/pictures/") is None


def test_a_port_in_use_is_named_and_nothing_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        taken = busy.getsockname()[1]
        newsroom = Newsroom(taken - 1)
        with pytest.raises(PortTaken, match=rf"127\.0\.0\.1:({taken}|{taken - 1}) .*--port"):
            newsroom.start()
        assert dict(newsroom.outlets) == {}


def test_ports_beyond_the_highest_are_refused_in_the_same_words() -> None:
    with pytest.raises(PortTaken, match="ports end at 65535"):
        Newsroom(65535).start()


def test_a_newsroom_can_be_closed_and_opened_again() -> None:
    newsroom = Newsroom()
    for _ in range(2):
        with newsroom:
            assert ask(f"{newsroom.outlets['rheinufer-bote']}/impressum.html")[0] == 200
    newsroom.stop()
    assert dict(newsroom.outlets) == {}

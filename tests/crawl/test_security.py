"""What a page cannot make the crawl do: fetch from the inside, fill the memory, wait for ever, steer the terminal."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, text

from tests.crawl.conftest import Scrapy
from tests.crawl.misbehaving import BOMBS, MisbehavingServer

FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=0")
IN_ORDER = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
NAMES = ("-s", "TWISTED_DNS_RESOLVER=tests.crawl.names.NamesResolver")
OTHER_SCHEMES = ("file:///etc/hostname", "ftp://paper.example/a", "data:text/html,a", "s3://paper/a")
PRIVATE = ("dropped", "private_address")


@pytest.fixture
def site() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as server:
        yield server


class Inside(ThreadingHTTPServer):
    """A machine that only the crawler's network can see. ``hits`` is what reached it: nothing ever should."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.2", 0), BaseHTTPRequestHandler)
        self.hits: list[object] = []

    def verify_request(self, request: object, client_address: object) -> bool:
        self.hits.append(client_address)
        return False


@pytest.fixture
def inside() -> Iterator[Inside]:
    with Inside() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def crawl_pages(scrapy: Scrapy, folder: Path, urls: list[str], *settings: str, **environment: str) -> str:
    """Crawl ``urls`` with the article spider; returns what it said."""
    listed = folder / "urls.txt"
    listed.write_text("".join(f"{url}\n" for url in urls))
    return scrapy("crawl", "article", "-a", f"urls_file={listed}", *FAST, *settings, **environment).stderr


def outcomes(engine: Engine) -> dict[str, tuple[str, str | None]]:
    """Outcome and reason by the URL asked for."""
    query = "select url, outcome, reason from news.fetches join news.urls on urls.id = url_id"
    with engine.connect() as connection:
        return {url: (outcome, reason) for url, outcome, reason in connection.execute(text(query))}


def test_no_spelling_no_redirect_and_no_name_leads_to_a_private_address(
    scrapy: Scrapy, site: MisbehavingServer, inside: Inside, engine: Engine, tmp_path: Path
) -> None:
    outside, port = site.url, inside.server_address[1]
    spelled = ["127.0.0.2", "2130706434", "0x7f000002", "0177.0.0.2", "127.2", "[::ffff:127.0.0.2]", "[::1]"]
    spelled += ["169.254.169.254", "[fe80::1]", "inside.example"]
    refused = [f"http://{host}:{port}/page.html" for host in spelled]
    refused += [f"{outside}/leave?http://127.0.0.2:{port}/page.html", f"{outside}/leave?http://inside.example:{port}/"]
    refused += [f"{outside}/refresh?http://127.0.0.2:{port}/page.html"]
    taken = [f"{outside}/article.html", f"http://paper.example:{site.server_address[1]}/other.html"]
    said = crawl_pages(scrapy, tmp_path, refused + taken, *NAMES)
    assert outcomes(engine) == dict.fromkeys(refused, PRIVATE) | dict.fromkeys(taken, ("stored", None))
    assert inside.hits == []
    assert f"fell short: {len(refused)} of {len(refused + taken)} pages dropped: private_address" in said


def test_a_feed_or_sitemap_on_a_private_address_is_a_problem_of_the_run_that_says_what_to_set(
    scrapy: Scrapy, site: MisbehavingServer, inside: Inside, tmp_path: Path
) -> None:
    private = f"http://127.0.0.2:{inside.server_address[1]}/index"
    addresses = {
        "feeds": f"[{{url: '{site.url}/leave?{private}', verified: null}}]",
        "sitemaps": f"[{{url: '{private}', verified: null}}]",
    }
    source = tmp_path / "inside.yml"
    listed = "".join(f"{kind}: {lines}\n" for kind, lines in addresses.items())
    source.write_text(
        f"name: Inside\ndomain: {site.url.removeprefix('http://')}\ncountry: IQ\nlanguage: en\n"
        f"timezone: Asia/Baghdad\n{listed}"
    )
    done = scrapy("crawl", "news", "-a", f"source={source}", *FAST)
    assert done.returncode == 1
    problems = [line for line in done.stderr.splitlines() if line.startswith("fell short: http://")]
    assert len(problems) == 2
    assert all("set DATELINE_ALLOW_NETWORKS=127.0.0.2/32" in problem for problem in problems)
    assert inside.hits == []


def test_without_an_allowance_loopback_is_refused(
    scrapy: Scrapy, site: MisbehavingServer, engine: Engine, tmp_path: Path
) -> None:
    urls = [f"{site.url}/article.html", f"http://localhost:{site.server_address[1]}/article.html"]
    retried = ("-s", "RETRY_TIMES=2")
    said = crawl_pages(scrapy, tmp_path, urls, *retried, DATELINE_ALLOW_NETWORKS="", http_proxy=site.url)
    assert outcomes(engine) == dict.fromkeys(urls, PRIVATE)
    assert "downloader/request_count" in said
    assert "retry/count" not in said
    assert site.asked == []  # neither as a site nor as the environment's proxy


def test_through_a_proxy_that_is_asked_for_private_addresses_are_refused_as_far_as_the_url_tells(
    scrapy: Scrapy, site: MisbehavingServer, engine: Engine, tmp_path: Path
) -> None:
    private = ["http://2130706434/page.html", "http://127.2/page.html", "http://[::ffff:10.0.0.1]/page.html"]
    urls = [*private, "http://paper.example/page.html"]
    said = crawl_pages(scrapy, tmp_path, urls, "-s", "HTTPPROXY_ENABLED=1", http_proxy=site.url, no_proxy="")
    assert outcomes(engine) == dict.fromkeys(private, PRIVATE) | {urls[-1]: ("dropped", "http_404")}
    assert site.asked == ["http://paper.example/robots.txt", "http://paper.example/page.html"]
    assert "using the environment's proxy: it resolves names" in said


def test_an_answer_without_end_or_measure_or_to_another_scheme_costs_that_page_alone(
    scrapy: Scrapy, site: MisbehavingServer, engine: Engine, tmp_path: Path
) -> None:
    large = [f"{site.url}/bomb.html?{encoding}" for encoding in BOMBS]
    large += [f"{site.url}/{name}.html" for name in ("layers", "head", "chunks")]
    expected: dict[str, tuple[str, str | None]] = dict.fromkeys(large, ("dropped", "too_large"))
    expected |= {f"{site.url}/leave?{other}": ("dropped", "http_302") for other in OTHER_SCHEMES}
    expected |= {f"{site.url}/refresh?{other}": ("quarantined", "no_headline") for other in OTHER_SCHEMES}
    expected |= {f"{site.url}/leave?http://{host}/": ("failed", "dns") for host in ("a..b", f"{'a' * 64}.example")}
    expected |= {f"{site.url}/drip.html": ("failed", "timeout"), f"{site.url}/article.html": ("stored", None)}
    crawl_pages(
        scrapy, tmp_path, list(expected), "-s", "DOWNLOAD_MAXSIZE=3000000", "-s", "DOWNLOAD_TIMEOUT=2", *IN_ORDER
    )
    assert outcomes(engine) == expected
    assert site.poured < 40_000_000  # what was on its way when the crawl hung up


def test_what_a_page_names_cannot_steer_the_terminal_and_the_log_holds_no_secrets(
    scrapy: Scrapy, site: MisbehavingServer, engine: Engine, tmp_path: Path
) -> None:
    key = "token=hunter2&page=7"
    urls = [f"{site.url}/steer.html?{key}", f"{site.url}/leave?/article.html%3Fapi_key=hunter2%26page=8"]
    urls += [site.url.replace("//", "//reader:hunter2@") + "/broken.html"]
    said = crawl_pages(scrapy, tmp_path, urls, "-s", "LOG_LEVEL=DEBUG")
    assert "page=7" in said
    assert "page=8" in said
    assert "broken.html" in said
    assert "hunter2" not in said
    assert re.findall("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202e]", said) == []
    assert not re.search("^2001-01-01", said, re.MULTILINE)  # a line that the page made up
    assert set(outcomes(engine)) == set(urls)  # the database keeps them as they are

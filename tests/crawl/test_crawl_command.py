"""``scrapy crawl``: what is stored, what is said of the rest, and the exit code."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.crawl.conftest import Scrapy, run_scrapy
from tests.crawl.misbehaving import ARTICLE, MisbehavingServer

FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=0")


@pytest.fixture
def site() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as server:
        yield server


def outcomes(engine: Engine) -> dict[str, tuple[str, str | None]]:
    """Outcome and reason of each URL's fetch, by the URL's last part."""
    query = "select url, outcome, reason from news.fetches join news.urls on urls.id = url_id"
    with engine.connect() as connection:
        return {url.rpartition("/")[2]: (outcome, reason) for url, outcome, reason in connection.execute(text(query))}


def headlines(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("select headline from news.articles order by id")))


def source_file(folder: Path, site: MisbehavingServer, **lines: str) -> Path:
    path = folder / "bad-day.yml"
    kept = {"feeds": f"[{{url: {site.url}/feed, verified: null}}]"} | lines
    extra = "\n".join(f"{key}: {value}" for key, value in kept.items())
    path.write_text(
        f"name: Bad Day\ndomain: {site.url.removeprefix('http://')}\ncountry: IQ\nlanguage: en\n"
        f"timezone: Asia/Baghdad\ncrawl: {{delay: 0.0}}\n{extra}\n"
    )
    return path


def test_a_given_page_is_stored_and_the_exit_code_is_0(scrapy: Scrapy, site: MisbehavingServer, engine: Engine) -> None:
    done = scrapy("crawl", "article", "-a", f"url={site.url}/article.html", *FAST)
    assert done.returncode == 0, done.stderr
    assert headlines(engine) == ["A bridge over the Tigris"]


def test_a_file_of_urls_with_notes_and_blank_lines(
    scrapy: Scrapy, site: MisbehavingServer, engine: Engine, tmp_path: Path
) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text(f"# two bridges\n{site.url}/article.html\n\n{site.url}/other.html\n{site.url}/other.html#again\n")
    done = scrapy("crawl", "article", "-a", f"urls_file={urls}", *FAST)
    assert done.returncode == 0, done.stderr
    assert sorted(headlines(engine)) == ["A bridge over the Tigris", "A second bridge over the Tigris"]


def test_each_bad_answer_ends_in_its_own_outcome_and_the_run_falls_short(
    scrapy: Scrapy, site: MisbehavingServer, engine: Engine, tmp_path: Path
) -> None:
    expected = {
        "article.html": ("stored", None),
        "missing.html": ("dropped", "http_404"),
        "broken.html": ("failed", "http_500"),
        "moved.html": ("unchanged", None),
        "loop.html": ("dropped", "redirect_loop"),
        "pdf.html": ("dropped", "not_html"),
        "empty.html": ("dropped", "empty"),
        "untitled.html": ("quarantined", "no_headline"),
        "half.html": ("failed", "cut_off"),
        "reset.html": ("failed", "connection"),
        "stall.html": ("failed", "timeout"),
        "endless.html": ("dropped", "too_large"),
        "closed.html": ("dropped", "robots"),
        "gone.html": ("dropped", "led_home"),
    }
    urls = tmp_path / "urls.txt"
    urls.write_text("".join(f"{site.url}/{name}\n" for name in expected))
    limits = ("-s", "DOWNLOAD_TIMEOUT=2", "-s", "DOWNLOAD_MAXSIZE=3000000", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    done = scrapy("crawl", "article", "-a", f"urls_file={urls}", *FAST, *limits)
    found = outcomes(engine)
    if found["moved.html"] == ("stored", None):  # the two pages are one article, and either may come first
        found["moved.html"], found["article.html"] = found["article.html"], found["moved.html"]
    assert found == expected
    assert done.returncode == 1
    assert "fell short: 4 of 14 pages failed" in done.stderr
    assert "/closed.html" not in site.asked


def test_a_crawl_of_a_source_passes_over_pages_that_are_gone(
    scrapy: Scrapy, site: MisbehavingServer, engine: Engine, tmp_path: Path
) -> None:
    site.feed = ["article", "missing", "closed"]
    done = scrapy("crawl", "news", "-a", f"source={source_file(tmp_path, site)}", *FAST)
    assert done.returncode == 0, done.stderr
    assert outcomes(engine) == {
        "article.html": ("stored", None),
        "missing.html": ("dropped", "http_404"),
        "closed.html": ("dropped", "robots"),
    }


@pytest.mark.parametrize("feed", ["missing", "broken", "consent", "closed", "reset"])
def test_a_feed_that_cannot_be_read_is_an_alarm(
    scrapy: Scrapy, site: MisbehavingServer, tmp_path: Path, feed: str
) -> None:
    source = source_file(tmp_path, site, feeds=f"[{{url: {site.url}/{feed}, verified: null}}]")
    done = scrapy("crawl", "news", "-a", f"source={source}", *FAST)
    assert done.returncode == 1
    assert f"fell short: {site.url}/{feed}: " in done.stderr


def test_fewer_articles_than_normal_make_the_run_fall_short(
    scrapy: Scrapy, site: MisbehavingServer, engine: Engine, tmp_path: Path
) -> None:
    source = source_file(tmp_path, site, assertions="{articles: {min: 5}}")
    done = scrapy("crawl", "news", "-a", f"source={source}", *FAST)
    assert done.returncode == 1
    assert "fell short: bad-day: 2 articles found, normal is 5 or more" in done.stderr
    with engine.connect() as connection:
        run = connection.execute(text("select status, problems from news.crawl_runs")).one()
    assert run == ("failed", ["bad-day: 2 articles found, normal is 5 or more"])


def test_a_source_that_lists_nothing_any_more_is_an_alarm(
    scrapy: Scrapy, site: MisbehavingServer, tmp_path: Path
) -> None:
    site.feed = []
    source = source_file(tmp_path, site, sitemaps=f"[{{url: {site.url}/cycle, verified: null}}]")
    done = scrapy("crawl", "news", "-a", f"source={source}", *FAST)
    assert done.returncode == 1
    assert "fell short: bad-day: 0 articles found, normal is 1 or more" in done.stderr
    assert site.asked.count("/cycle") == 2  # as the file names it, and as it names itself


def test_limit_bounds_what_is_fetched(scrapy: Scrapy, site: MisbehavingServer, engine: Engine, tmp_path: Path) -> None:
    done = scrapy("crawl", "news", "-a", f"source={source_file(tmp_path, site)}", "-a", "limit=1", *FAST)
    assert done.returncode == 0, done.stderr
    assert len(headlines(engine)) == 1


def test_a_page_that_breaks_the_workers_costs_that_page(
    scrapy: Scrapy, site: MisbehavingServer, engine: Engine, tmp_path: Path
) -> None:
    done = scrapy(
        "crawl", "news", "-a", f"source={source_file(tmp_path, site)}", *FAST, "-s", "EXTRACTION_TIMEOUT=0.001"
    )
    assert {outcome for outcome, _ in outcomes(engine).values()} == {"quarantined"}
    assert {reason for _, reason in outcomes(engine).values()} == {"timeout"}
    assert done.returncode == 1
    assert "none of 2 pages gave an article" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["news"], "news: source: is missing"),
        (["news", "-a", "source=nosuch"], "no source is named 'nosuch'"),
        (["news", "-a", "source=al-jazera"], "did you mean 'al-jazeera'"),
        (["news", "-a", "source=al-jazeera", "-a", "limit=many"], "news: limit: "),
        (["news", "-a", "source=al-jazeera", "-a", "since=2017-07-01", "-a", "until=2017-06-01"], "lies before since"),
        (["article", "-a", "url=file:///etc/hosts"], "article: url: 'file:///etc/hosts' is not an http(s) URL"),
        (["article", "-a", "nosuch=1"], "article: nosuch: is not an argument of this spider"),
        (["article", "-a", "urls_file=/nowhere.txt"], "/nowhere.txt: No such file or directory"),
        (["warc", "-a", "path=/nowhere/*.warc"], "warc: path: no file matches '/nowhere/*.warc'"),
        (["article", "-a", "url"], "Invalid -a value, use -a NAME=VALUE"),
        (["article", "-a", "url=https://paper.example/", "-o", "out.jsonl"], "there is no option -o"),
        (["nosuch"], "name one spider of article, news, warc, not nosuch"),
    ],
)
def test_a_wrong_argument_is_one_clear_line_and_nothing_is_fetched(arguments: list[str], said: str) -> None:
    done = run_scrapy("crawl", *arguments, url="postgresql://nobody@127.0.0.1:1/nowhere")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("named", ["foo", "", "http://[x", "-1"])
def test_show_takes_a_url_or_an_id_and_nothing_else(named: str) -> None:
    done = run_scrapy("show", named, url="postgresql://nobody@127.0.0.1:1/nowhere")
    assert (done.returncode, done.stderr) == (2, "scrapy show: name one article, by its http(s) URL or its id\n")


def test_a_database_that_is_away_is_one_clear_line_without_its_password(site: MisbehavingServer) -> None:
    url = "postgresql://reader:hunter2@127.0.0.1:1/news"
    done = run_scrapy("crawl", "article", "-a", f"url={site.url}/article.html", url=url)
    assert done.returncode == 1
    assert "the server is away" in done.stderr.splitlines()[-1]
    assert "hunter2" not in done.stderr
    assert site.asked == []


def test_a_database_that_takes_no_changes_is_one_clear_line(database_url: str, site: MisbehavingServer) -> None:
    separator = "&" if "?" in database_url else "?"
    url = f"{database_url}{separator}options=-c%20default_transaction_read_only%3Don"
    done = run_scrapy("crawl", "article", "-a", f"url={site.url}/article.html", url=url)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "in a read-only transaction" in done.stderr
    assert site.asked == []


def test_a_schema_that_is_missing_is_said_before_anything_is_fetched(
    empty_database_url: str, site: MisbehavingServer
) -> None:
    done = run_scrapy("crawl", "article", "-a", f"url={site.url}/article.html", url=empty_database_url)
    assert done.returncode == 1
    assert "run `scrapy db upgrade`" in done.stderr.splitlines()[-1]
    assert site.asked == []


def archive(*pages: tuple[str, str, bytes], compress: bool = True, encode: bool = False) -> bytes:
    """A WARC file of answers: URL, WARC-Date, body; each record a gzip member, as Common Crawl writes them."""
    records = []
    for number, (url, date, body) in enumerate(pages):
        coding = "Content-Encoding: gzip\r\n" if encode else ""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{coding}\r\n"
        block = head.encode() + (gzip.compress(body) if encode else body)
        fields = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        record = fields.encode() + block + b"\r\n\r\n"
        records.append(gzip.compress(record) if compress else record)
    return b"".join(records)


def page(title: str) -> bytes:
    return ARTICLE.format(title=title).encode()


PAGES = (
    ("https://paper.example/2017/a", "2017-06-22T12:00:00Z", page("A bridge over the Tigris")),
    ("https://paper.example/2017/b", "2017-06-22T12:00:01Z", page("A road to the south")),
    ("https://paper.example/2017/a", "2017-06-22T18:00:00Z", page("Two bridges over the Tigris")),
)


@pytest.mark.parametrize("form", [{"compress": True}, {"compress": False}, {"encode": True}])
def test_an_archives_pages_are_stored_the_later_capture_wins_and_a_second_time_nothing_is_new(
    scrapy: Scrapy, engine: Engine, tmp_path: Path, form: dict[str, bool]
) -> None:
    (tmp_path / "crawl-0001.warc.gz").write_bytes(archive(*PAGES, **form))
    first = scrapy("crawl", "warc", "-a", f"path={tmp_path}/*.warc.gz")
    assert first.returncode == 0, first.stderr
    assert sorted(headlines(engine)) == ["A road to the south", "Two bridges over the Tigris"]
    second = scrapy("crawl", "warc", "-a", f"path={tmp_path}/*.warc.gz")
    assert second.returncode == 0, second.stderr
    with engine.connect() as connection:
        query = "select run_id, outcome, reason, count(*) from news.fetches group by 1, 2, 3 order by 1, 2"
        assert [tuple(row) for row in connection.execute(text(query))] == [
            (1, "revised", None, 1),
            (1, "stored", None, 2),
            (2, "dropped", "older_capture", 1),
            (2, "unchanged", None, 2),
        ]


def test_of_an_archive_that_is_cut_off_what_came_before_is_kept_and_that_is_said(
    scrapy: Scrapy, engine: Engine, tmp_path: Path
) -> None:
    whole = archive(*PAGES[:2])
    (tmp_path / "cut.warc.gz").write_bytes(whole[:-40])
    done = scrapy("crawl", "warc", "-a", f"path={tmp_path}/cut.warc.gz")
    assert done.returncode == 1
    assert "cut off in the middle of a record; the 1 captures before that are kept" in done.stderr
    assert headlines(engine) == ["A bridge over the Tigris"]


@pytest.mark.parametrize("content", [b"", b"this is no archive " * 50])
def test_a_file_that_is_no_archive_is_named(scrapy: Scrapy, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes.warc").write_bytes(content)
    done = scrapy("crawl", "warc", "-a", f"path={tmp_path}/notes.warc")
    assert done.returncode == 1
    assert f"fell short: {tmp_path}/notes.warc: " in done.stderr

"""What the spiders accept after ``-a``, and what they say of the rest."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError
from scrapy.settings import Settings

from crawler.sources.schema import CrawlManners
from crawler.spiders.article import ArticleArguments
from crawler.spiders.base import keep_manners
from crawler.spiders.news import NewsArguments
from crawler.spiders.warc import WarcArguments


def written(folder: Path, content: bytes) -> str:
    (folder / "urls.txt").write_bytes(content)
    return str(folder / "urls.txt")


@pytest.mark.parametrize("given", ["0", "1498089600", "20170622", "22/06/2017", "2017-06-22T10:00", "", "2017-13-01"])
def test_a_day_is_written_in_one_way(given: str) -> None:
    with pytest.raises(ValidationError, match=r"YYYY-MM-DD|month value"):
        NewsArguments.model_validate({"source": "bbc", "since": given})


def test_urls_from_a_windows_editor_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfhttps://paper.example/a\r\n# b\r\n https://paper.example/b \r\n")
    arguments = ArticleArguments.model_validate({"urls_file": path})
    assert arguments.urls() == ["https://paper.example/a", "https://paper.example/b"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"https://paper.example/a\nhttps://paper.example/caf\xe9\n", "urls.txt:2: is not UTF-8 text"),
        (b"# nothing yet\n\n", "urls.txt: no URL in it"),
        (b"https://paper.example/a\npaper.example/b\n", "urls.txt:2: 'paper.example/b' is not an http"),
    ],
)
def test_what_is_wrong_with_a_file_of_urls_is_said_with_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        ArticleArguments.model_validate({"urls_file": written(tmp_path, content)})


def test_a_line_of_junk_is_not_repeated_at_length(tmp_path: Path) -> None:
    with pytest.raises(ValidationError) as refusal:
        ArticleArguments.model_validate({"urls_file": written(tmp_path, b"x" * 100_000)})
    assert len(refusal.value.errors()[0]["msg"]) < 500


def test_a_pipe_is_refused_because_its_lines_come_only_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(ValidationError, match="is not a file; write the URLs into one"):
            ArticleArguments.model_validate({"urls_file": str(path)})


def test_an_archive_may_have_brackets_in_its_name_and_a_folder_is_none(tmp_path: Path) -> None:
    named = tmp_path / "crawl[1].warc"
    named.write_bytes(b"")
    assert WarcArguments.model_validate({"path": str(named)}).files() == [str(named)]
    (tmp_path / "folder.warc").mkdir()
    assert WarcArguments.model_validate({"path": f"{tmp_path}/*.warc"}).files() == [str(named)]
    with pytest.raises(ValidationError, match="no file matches"):
        WarcArguments.model_validate({"path": str(tmp_path)})


def test_the_most_demanding_source_sets_the_pace_and_a_stranger_gets_the_usual_one() -> None:
    settings = Settings({"DOWNLOAD_DELAY": 1.0, "CONCURRENT_REQUESTS_PER_DOMAIN": 2, "AUTOTHROTTLE_MAX_DELAY": 60.0})
    keep_manners(settings, [CrawlManners(delay=0.0, concurrency=8), CrawlManners()])
    assert settings.getfloat("DOWNLOAD_DELAY") == 1.0
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 2
    keep_manners(settings, [CrawlManners(delay=120.0, concurrency=1), CrawlManners()])
    assert settings.getfloat("DOWNLOAD_DELAY") == 120.0
    assert settings.getfloat("AUTOTHROTTLE_MAX_DELAY") == 120.0
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1


def test_the_smallest_budget_of_several_sources_holds_and_a_source_alone_may_have_more_than_usual() -> None:
    settings = Settings({"HOST_DAILY_REQUESTS": 5000})
    keep_manners(settings, [CrawlManners(daily_requests=9000)])
    assert settings.getint("HOST_DAILY_REQUESTS") == 9000
    settings = Settings({"HOST_DAILY_REQUESTS": 5000})
    keep_manners(settings, [CrawlManners(daily_requests=9000), CrawlManners(), CrawlManners(daily_requests=200)])
    assert settings.getint("HOST_DAILY_REQUESTS") == 200

"""A crawl that is led to walls: each address has its own outcome, and no wall is stored as an article."""

from pathlib import Path

from sqlalchemy import Engine, text

from tests.crawl.conftest import Scrapy
from tests.crawl.walled import WalledServer

_FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=0")


def test_walls_are_recorded_for_what_they_are_and_what_is_open_is_kept(
    scrapy: Scrapy, engine: Engine, tmp_path: Path
) -> None:
    expected = {f"/asking/{number}.html": ("dropped", "consent_wall") for number in range(5)} | {
        "/members/a.html": ("dropped", "login_wall"),
        "/removed/a.html": ("dropped", "soft_404"),
        "/checked/a.html": ("dropped", "bot_wall"),
        "/open/a.html": ("stored", None),
        "/paid/a.html": ("stored", None),
    }
    with WalledServer() as site:
        urls = tmp_path / "urls.txt"
        urls.write_text("".join(f"{site.url}{path}\n" for path in expected))
        scrapy("crawl", "article", "-a", f"urls_file={urls}", *_FAST)
        with engine.connect() as connection:
            query = "select url, outcome, reason, detail from news.fetches join news.urls on urls.id = url_id"
            found = {row.url.removeprefix(site.url): row for row in connection.execute(text(query))}
            stored = connection.execute(text("select headline, paywalled from news.articles order by headline"))
            articles = [tuple(row) for row in stored]
    assert {path: (row.outcome, row.reason) for path, row in found.items()} == expected
    assert articles == [("A bridge over the Tigris", None), ("The bridge that was never paid for", True)]
    assert "/privacy-gate; headed “Your privacy, your choice”" in found["/asking/0.html"].detail
